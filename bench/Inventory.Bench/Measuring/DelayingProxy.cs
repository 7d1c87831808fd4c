using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Inventory.Bench.Measuring;

/// <summary>Makes a server seem to be farther away: what either side sends arrives later, and no slower for it.</summary>
internal sealed class DelayingProxy : IAsyncDisposable
{
    private const int BufferBytes = 65_536;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closed = new();
    private readonly string _host;
    private readonly int _port;
    private readonly TimeSpan _oneWay;
    private readonly Task _accepting;

    /// <param name="host">The server's.</param>
    /// <param name="port">The server's.</param>
    /// <param name="roundTrip">What a request and its answer take longer.</param>
    public DelayingProxy(string host, int port, TimeSpan roundTrip)
    {
        (_host, _port, _oneWay) = (host, port, roundTrip / 2);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        _listener.Stop();
        await _accepting;
        _closed.Dispose();
    }

    private async Task AcceptAsync()
    {
        var links = new List<Task>();
        while (!_closed.IsCancellationRequested)
        {
            try
            {
                links.Add(RelayAsync(await _listener.AcceptSocketAsync(_closed.Token)));
            }
            catch (OperationCanceledException)
            {
                // Closed.
            }
        }

        await Task.WhenAll(links);
    }

    private async Task RelayAsync(Socket client)
    {
        using (client)
        using (var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true })
        {
            client.NoDelay = true;
            await server.ConnectAsync(_host, _port);
            await Task.WhenAny(PumpAsync(client, server), PumpAsync(server, client));
        }
    }

    /// <summary>Ends when one of the sides has.</summary>
    private async Task PumpAsync(Socket from, Socket to)
    {
        var onTheWay = Channel.CreateUnbounded<(long Due, byte[] Bytes)>();
        var delivering = DeliverAsync(onTheWay.Reader, to);
        var buffer = new byte[BufferBytes];
        try
        {
            while (await from.ReceiveAsync(buffer, _closed.Token) is var count and > 0)
            {
                onTheWay.Writer.TryWrite((TimeProvider.System.GetTimestamp() + (long)(_oneWay.TotalSeconds * TimeProvider.System.TimestampFrequency), buffer[..count]));
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Either side has hung up, or the proxy is closed.
        }

        onTheWay.Writer.Complete();
        await delivering;
    }

    private static async Task DeliverAsync(ChannelReader<(long Due, byte[] Bytes)> onTheWay, Socket to)
    {
        try
        {
            await foreach (var (due, bytes) in onTheWay.ReadAllAsync())
            {
                var left = TimeProvider.System.GetElapsedTime(TimeProvider.System.GetTimestamp(), due);
                if (left > TimeSpan.Zero)
                {
                    await Task.Delay(left);
                }

                await to.SendAsync(bytes);
            }
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
            // The other side has hung up.
        }
    }
}

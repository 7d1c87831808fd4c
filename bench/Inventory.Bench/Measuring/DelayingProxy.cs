using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Inventory.Bench.Measuring;

/// <summary>
/// Makes a server seem to be farther away: what it is sent arrives later, and no slower for it. All of the way is added to the way there,
/// so that a trip takes one timer, which rings a little late and never early.
/// </summary>
internal sealed class DelayingProxy : IAsyncDisposable
{
    private const int BufferBytes = 65_536;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closed = new();
    private readonly string _host;
    private readonly int _port;
    private readonly TimeSpan _added;
    private readonly Task _accepting;

    /// <param name="host">The server's.</param>
    /// <param name="port">The server's.</param>
    /// <param name="added">What a request and its answer take longer, in whole milliseconds.</param>
    public DelayingProxy(string host, int port, TimeSpan added)
    {
        (_host, _port, _added) = (host, port, added);
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
            await Task.WhenAny(PumpAsync(client, server, _added), PumpAsync(server, client, TimeSpan.Zero));
        }
    }

    /// <summary>Ends when one of the sides has.</summary>
    private async Task PumpAsync(Socket from, Socket to, TimeSpan added)
    {
        var onTheWay = Channel.CreateUnbounded<(long Due, byte[] Bytes)>();
        var delivering = DeliverAsync(onTheWay.Reader, to);
        var buffer = new byte[BufferBytes];
        try
        {
            while (await from.ReceiveAsync(buffer, _closed.Token) is var count and > 0)
            {
                onTheWay.Writer.TryWrite((TimeProvider.System.GetTimestamp() + (long)(added.TotalSeconds * TimeProvider.System.TimestampFrequency), buffer[..count]));
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
                    // Cut to whole milliseconds, it would be none.
                    await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)));
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

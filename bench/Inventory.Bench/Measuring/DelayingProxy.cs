using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Inventory.Bench.Measuring;

/// <summary>
/// Makes a server seem to be farther away: what it is sent arrives later, and no slower for it. All of the way is added to the way there,
/// so that a trip takes one wait. Each direction of a connection has a thread of its own, for a network waits for no turn in a pool.
/// </summary>
internal sealed class DelayingProxy : IAsyncDisposable
{
    private const int BufferBytes = 65_536;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closed = new();
    private readonly ConcurrentQueue<Thread> _threads = new();
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
        foreach (var thread in _threads)
        {
            thread.Join();
        }

        _closed.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_closed.IsCancellationRequested)
        {
            try
            {
                Relay(await _listener.AcceptSocketAsync(_closed.Token));
            }
            catch (OperationCanceledException)
            {
                // Closed.
            }
        }
    }

    private void Relay(Socket client)
    {
        var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.NoDelay = true;
        server.Connect(_host, _port);
        var closed = _closed.Token.Register(HangUp);
        Run(() => Pass(client, server, _added));
        Run(() => Pass(server, client, TimeSpan.Zero));

        void Run(Action pass)
        {
            var thread = new Thread(() =>
            {
                try
                {
                    pass();
                }
                catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
                {
                    // Either side has hung up, or the proxy is closed.
                }

                closed.Unregister();
                HangUp();
            });
            _threads.Enqueue(thread);
            thread.Start();
        }

        void HangUp()
        {
            client.Dispose();
            server.Dispose();
        }
    }

    /// <summary>Returns when one of the sides has hung up.</summary>
    private static void Pass(Socket from, Socket to, TimeSpan added)
    {
        var onTheWay = new Queue<(long Sent, byte[] Bytes)>();
        var buffer = new byte[BufferBytes];
        while (true)
        {
            var left = Timeout.InfiniteTimeSpan;
            if (onTheWay.TryPeek(out var next))
            {
                left = added - TimeProvider.System.GetElapsedTime(next.Sent);
                if (left <= TimeSpan.Zero)
                {
                    to.Send(onTheWay.Dequeue().Bytes);
                    continue;
                }

                // Cut to whole milliseconds, it would be none.
                left = TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds));
            }

            if (from.Poll(left, SelectMode.SelectRead))
            {
                var count = from.Receive(buffer);
                if (count == 0)
                {
                    return;
                }

                onTheWay.Enqueue((TimeProvider.System.GetTimestamp(), buffer[..count]));
            }
        }
    }
}

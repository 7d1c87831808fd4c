using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Inventory.Testing.Faults;

/// <summary>
/// Stands between a worker and RabbitMQ, and cancels consumers behind the worker's back: RabbitMQ delivers nothing to them any more,
/// and the worker takes them for alive, over a connection on which everything else works.
/// </summary>
public sealed class ConsumerThief : IAsyncDisposable
{
    private readonly CancellationTokenSource _closed = new();
    private readonly ConcurrentBag<Link> _links = [];
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly DnsEndPoint _broker;
    private readonly Task _accepting;
    private volatile bool _stealsEvery;
    private volatile bool _refusesGets;
    private int _refused;
    private int _stolen;

    public ConsumerThief(string host, int port)
    {
        _broker = new DnsEndPoint(host, port);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many consumers have been cancelled.</summary>
    public int Stolen => _stolen;

    /// <summary>Cancels the consumers that there are.</summary>
    public Task StealAsync() => Task.WhenAll(_links.Select(link => link.StealAsync()));

    /// <summary>Cancels the consumers that there are, and accepts every one that comes without telling RabbitMQ.</summary>
    public Task StealEveryAsync()
    {
        _stealsEvery = true;
        return StealAsync();
    }

    /// <summary>How often somebody who asked for a message was told that there is none.</summary>
    public int Refused => _refused;

    /// <summary>As if RabbitMQ handed out messages to nobody, and only counted them: a queue that has lost its majority.</summary>
    public Task StarveAllAsync()
    {
        _refusesGets = true;
        return StealEveryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        _listener.Stop();
        await _accepting;
        foreach (var link in _links)
        {
            link.Dispose();
        }

        _closed.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _links.Add(new Link(this, await _listener.AcceptTcpClientAsync(_closed.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            // The thief is done.
        }
    }

    private sealed class Link : IDisposable
    {
        private const int ProtocolHeader = 8;

        private readonly ConsumerThief _thief;
        private readonly TcpClient _worker;
        private readonly TcpClient _broker = new() { NoDelay = true };
        private readonly SemaphoreSlim _writing = new(1);
        private readonly ConcurrentDictionary<(ushort Channel, string Tag), bool> _consumers = new();

        public Link(ConsumerThief thief, TcpClient worker)
        {
            (_thief, _worker) = (thief, worker);
            _worker.NoDelay = true;
            _ = RunAsync();
        }

        public async Task StealAsync()
        {
            foreach (var (channel, tag) in _consumers.Keys)
            {
                if (_consumers.TryRemove((channel, tag), out _))
                {
                    await WriteAsync(_broker, AmqpFrame.CancelConsumer(channel, tag).Bytes);
                    Interlocked.Increment(ref _thief._stolen);
                }
            }
        }

        // The semaphore is left: its last user may be about to release it.
        public void Dispose()
        {
            _worker.Dispose();
            _broker.Dispose();
        }

        private async Task RunAsync()
        {
            try
            {
                await _broker.ConnectAsync(_thief._broker.Host, _thief._broker.Port);
                await Task.WhenAny(RequestsAsync(_worker.GetStream()), RepliesAsync(_broker.GetStream()));
            }
            catch (SocketException)
            {
                // RabbitMQ is away; so is the thief.
            }
            finally
            {
                Dispose();
            }
        }

        private async Task RequestsAsync(NetworkStream worker)
        {
            var header = new byte[ProtocolHeader];
            await worker.ReadExactlyAsync(header);
            await WriteAsync(_broker, header);
            while (true)
            {
                var frame = await AmqpFrame.ReadAsync(worker);
                if (frame.IsConsume && _thief._stealsEvery)
                {
                    await WriteAsync(_worker, AmqpFrame.AcceptConsumer(frame.Channel, $"stolen-{Interlocked.Increment(ref _thief._stolen)}").Bytes);
                }
                else if (frame.IsGet && _thief._refusesGets)
                {
                    await WriteAsync(_worker, AmqpFrame.NothingToGet(frame.Channel).Bytes);
                    Interlocked.Increment(ref _thief._refused);
                }
                else
                {
                    await WriteAsync(_broker, frame.Bytes);
                }
            }
        }

        private async Task RepliesAsync(NetworkStream broker)
        {
            while (true)
            {
                var frame = await AmqpFrame.ReadAsync(broker);
                if (frame.AcceptedConsumer is { } tag)
                {
                    _consumers[(frame.Channel, tag)] = true;
                }

                await WriteAsync(_worker, frame.Bytes);
            }
        }

        private async Task WriteAsync(TcpClient to, byte[] frame)
        {
            await _writing.WaitAsync();
            try
            {
                await to.GetStream().WriteAsync(frame);
            }
            finally
            {
                _writing.Release();
            }
        }
    }
}

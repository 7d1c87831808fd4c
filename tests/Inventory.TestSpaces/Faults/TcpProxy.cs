using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Inventory.Testing.Faults;

/// <summary>
/// Stands between a worker and a server, and can hold back what the worker sends, or hold, lose, delay or alter the replies to
/// it. What is held when the worker dies never reaches the server, as if the wire had been cut.
/// </summary>
public sealed class TcpProxy : IAsyncDisposable
{
    private readonly CancellationTokenSource _closed = new();
    private readonly ConcurrentBag<ProxyLink> _links = [];
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly RequestWatch _watch = new();
    private volatile DnsEndPoint _target;
    private readonly Task _accepting;
    private TaskCompletionSource _repliesReleased = new();
    private int _altered;

    public TcpProxy(string host, int port)
    {
        _target = new DnsEndPoint(host, port);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Address => $"127.0.0.1:{Port}";

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What the worker has sent since <see cref="Hold"/> and the server has not got.</summary>
    public string HeldText => string.Concat(_links.Select(link => link.HeldText));

    /// <summary>How many connections there have been.</summary>
    public int Connections => _links.Count;

    /// <summary>How many replies have been lost.</summary>
    public int LostReplies => _links.Count(link => link.HasLostReply);

    /// <summary>Whether what the worker sends is being held.</summary>
    public bool IsHolding => _watch.IsHolding;

    /// <summary>Whether a reply is being held.</summary>
    public bool IsHoldingReply => _links.Any(link => link.HoldsReply);

    /// <summary>How long every reply takes on its way; none by default.</summary>
    public TimeSpan ReplyDelay { get; set; }

    /// <summary>What becomes of what the server says, if anything: null for what goes through as it is.</summary>
    public Func<byte[], byte[]?>? AlterReply { get; set; }

    /// <summary>How many replies were altered.</summary>
    public int Altered => _altered;

    internal Task RepliesReleased => _repliesReleased.Task;

    /// <summary>From now on nothing that the worker sends goes through.</summary>
    public void Hold() => _watch.IsHolding = true;

    /// <summary>Lets everything through up to a request that contains the text; that one is held, and all that follows.</summary>
    public void HoldAt(string text) => _watch.HoldAt = text;

    /// <summary>Cuts the next request that contains the text: what comes before it goes through; the rest is held, and all that follows.</summary>
    public void CutAt(string text) => _watch.CutAt = text;

    /// <summary>The next request that contains the text gets through; its reply is held, and all that follows on its connection.</summary>
    public void HoldReplyTo(string text) => _watch.HoldReplyTo = text;

    /// <summary>Sends on what was held, and all that follows.</summary>
    public async Task ReleaseAsync()
    {
        _watch.Release();
        Interlocked.Exchange(ref _repliesReleased, new TaskCompletionSource()).SetResult();
        foreach (var link in _links)
        {
            await link.ReleaseAsync();
        }
    }

    /// <summary>The next request that contains the text gets through; its reply is lost, with its connection.</summary>
    public void LoseReplyTo(string text) => _watch.LoseReplyTo = text;

    /// <summary>Reads no more of what comes over the connections there are; what the server sends still goes through.</summary>
    public void Deafen()
    {
        foreach (var link in _links)
        {
            link.Deafen();
        }
    }

    /// <summary>Sends the worker, over each connection there is, something that the server has not said.</summary>
    public Task SayAsync(ReadOnlyMemory<byte> bytes) => Task.WhenAll(_links.Select(link => link.SayAsync(bytes)));

    /// <summary>Leads to another server from now on; connections to the one before break.</summary>
    public void Redirect(int port)
    {
        _target = new DnsEndPoint("127.0.0.1", port);
        Break();
    }

    /// <summary>Breaks every connection at once; new ones are let through.</summary>
    public void Break()
    {
        foreach (var link in _links)
        {
            link.Dispose();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        _listener.Stop();
        await _accepting;
        Break();
        _closed.Dispose();
    }

    /// <summary>What becomes of the reply to a request that is about to be sent on, or held.</summary>
    internal ReplyFate Judge(ReadOnlySpan<byte> request) => _watch.Judge(request);

    /// <summary>How many bytes of a request go through before the rest is held; null where it is not to be cut.</summary>
    internal int? CutIn(ReadOnlySpan<byte> request) => _watch.CutIn(request);

    internal byte[] Alter(byte[] reply)
    {
        if (AlterReply?.Invoke(reply) is not { } altered)
        {
            return reply;
        }

        Interlocked.Increment(ref _altered);
        return altered;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync(_closed.Token);
                _links.Add(new ProxyLink(this, client, _target));
            }
        }
        catch (OperationCanceledException)
        {
            // The proxy has been closed.
        }
    }
}

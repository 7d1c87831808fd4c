using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Inventory.Testing.Faults;

/// <summary>
/// Stands between a worker and a server, and can hold back what the worker sends, or lose the reply to it. What is held
/// when the worker dies never reaches the server, as if the wire had been cut.
/// </summary>
public sealed class TcpProxy : IAsyncDisposable
{
    private readonly CancellationTokenSource _closed = new();
    private readonly ConcurrentBag<ProxyLink> _links = [];
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly DnsEndPoint _target;
    private readonly Task _accepting;
    private volatile bool _holding;
    private volatile string? _fatalRequest;

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

    /// <summary>How many replies have been lost.</summary>
    public int LostReplies => _links.Count(link => link.HasLostReply);

    internal bool IsHolding => _holding;

    /// <summary>From now on nothing that the worker sends goes through.</summary>
    public void Hold() => _holding = true;

    /// <summary>Sends on what was held, and all that follows.</summary>
    public async Task ReleaseAsync()
    {
        _holding = false;
        foreach (var link in _links)
        {
            await link.ReleaseAsync();
        }
    }

    /// <summary>The next request that contains the text gets through; its reply is lost, with its connection.</summary>
    public void LoseReplyTo(string text) => _fatalRequest = text;

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

    internal bool IsFatal(ReadOnlySpan<byte> request)
    {
        if (_fatalRequest is not { } text || !Encoding.Latin1.GetString(request).Contains(text, StringComparison.Ordinal))
        {
            return false;
        }

        _fatalRequest = null;
        return true;
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

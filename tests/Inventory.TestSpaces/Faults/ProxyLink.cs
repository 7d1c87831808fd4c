using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Inventory.Testing.Faults;

/// <summary>One connection through a <see cref="TcpProxy"/>.</summary>
public sealed class ProxyLink : IDisposable
{
    private readonly TcpProxy _proxy;
    private readonly Socket _client;
    private readonly Socket _server = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly SemaphoreSlim _sending = new(1);
    private readonly MemoryStream _held = new();
    private volatile ReplyFate _fate;
    private volatile bool _isDeaf;

    public ProxyLink(TcpProxy proxy, Socket client, DnsEndPoint target)
    {
        _proxy = proxy;
        _client = client;
        _client.NoDelay = true;
        _ = RunAsync(target);
    }

    public bool HasLostReply { get; private set; }

    public bool HoldsReply { get; private set; }

    public string HeldText
    {
        get
        {
            _sending.Wait();
            try
            {
                return Encoding.Latin1.GetString(_held.ToArray());
            }
            finally
            {
                _sending.Release();
            }
        }
    }

    /// <summary>Reads no more of what the worker sends, so that the wire fills up and its writes no longer end.</summary>
    public void Deafen()
    {
        _isDeaf = true;
        try
        {
            _client.ReceiveBufferSize = 4_096;
        }
        catch (ObjectDisposedException)
        {
            // The worker has given this connection up.
        }
    }

    /// <summary>Sends the worker something that the server has not said.</summary>
    public Task SayAsync(ReadOnlyMemory<byte> bytes) => UnlessGoneAsync(() => _client.SendAsync(bytes).AsTask());

    public Task ReleaseAsync() => UnlessGoneAsync(() => SendAsync(ReadOnlyMemory<byte>.Empty));

    private static async Task UnlessGoneAsync(Func<Task> send)
    {
        try
        {
            await send();
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // The worker has given this connection up meanwhile.
        }
    }

    public void Dispose()
    {
        // The semaphore is left: its last user may be about to release it.
        _client.Dispose();
        _server.Dispose();
    }

    private async Task RunAsync(DnsEndPoint target)
    {
        try
        {
            await _server.ConnectAsync(target);
            await Task.WhenAny(RequestsAsync(), RepliesAsync());
        }
        catch (SocketException)
        {
            // The server is away; so is the proxy.
        }
        finally
        {
            Dispose();
        }
    }

    private async Task RequestsAsync()
    {
        var buffer = new byte[65_536];
        while (await _client.ReceiveAsync(buffer) is var count and > 0)
        {
            if (_proxy.Judge(buffer.AsSpan(0, count)) is not ReplyFate.Ordinary and var fate)
            {
                _fate = fate;
            }

            var request = buffer.AsMemory(0, count);
            if (_proxy.CutIn(request.Span) is { } before)
            {
                await SendAsync(request[..before]);
                _proxy.Hold();
                request = request[before..];
            }

            await SendAsync(request);
            if (_isDeaf)
            {
                await new TaskCompletionSource().Task;
            }
        }
    }

    private async Task RepliesAsync()
    {
        var buffer = new byte[65_536];
        while (await _server.ReceiveAsync(buffer) is var count and > 0)
        {
            if (_fate is ReplyFate.Lost)
            {
                HasLostReply = true;
                return;
            }

            if (_fate is ReplyFate.Held)
            {
                HoldsReply = true;
                await _proxy.RepliesReleased;
                (HoldsReply, _fate) = (false, ReplyFate.Ordinary);
            }

            if (_proxy.ReplyDelay is { Ticks: > 0 } delay)
            {
                await Task.Delay(delay);
            }

            await _client.SendAsync(_proxy.Alter(buffer[..count]));
        }
    }

    private async Task SendAsync(ReadOnlyMemory<byte> request)
    {
        await _sending.WaitAsync();
        try
        {
            _held.Write(request.Span);
            if (!_proxy.IsHolding)
            {
                await _server.SendAsync(_held.ToArray());
                _held.SetLength(0);
            }
        }
        finally
        {
            _sending.Release();
        }
    }
}

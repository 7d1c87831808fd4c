using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Inventory.Api.Tests.Setup;

/// <summary>Stands in front of a server. Frozen, it lets nothing through and keeps the connections; closed, it refuses them.</summary>
public sealed class TcpGate : IAsyncDisposable
{
    private readonly string _host;
    private readonly int _serverPort;
    private readonly ConcurrentBag<TcpClient> _connections = [];
    private TaskCompletionSource _thawed = Completed();
    private TcpListener? _listener;

    private TcpGate(string host, int serverPort, int port) => (_host, _serverPort, Port) = (host, serverPort, port);

    public int Port { get; }

    public static TcpGate OpenTo(string host, int port)
    {
        var gate = ClosedTo(host, port);
        gate.Open();
        return gate;
    }

    public static TcpGate ClosedTo(string host, int port) => new(host, port, FreePort.Take());

    public void Open()
    {
        _listener = new TcpListener(IPAddress.Loopback, Port);
        _listener.Start();
        _ = AcceptAsync(_listener);
    }

    public void Close()
    {
        _listener?.Dispose();
        while (_connections.TryTake(out var connection))
        {
            connection.Dispose();
        }
    }

    public void Freeze() => _thawed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Thaw() => _thawed.TrySetResult();

    public ValueTask DisposeAsync()
    {
        Thaw();
        Close();
        return default;
    }

    private static TaskCompletionSource Completed()
    {
        var completed = new TaskCompletionSource();
        completed.SetResult();
        return completed;
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                _ = JoinAsync(await listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Close was called.
        }
    }

    private async Task JoinAsync(TcpClient client)
    {
        using var server = new TcpClient();
        _connections.Add(client);
        _connections.Add(server);
        try
        {
            await server.ConnectAsync(_host, _serverPort);
            client.NoDelay = server.NoDelay = true;
            await Task.WhenAny(PumpAsync(client, server), PumpAsync(server, client));
        }
        catch (Exception broken) when (broken is IOException or SocketException or ObjectDisposedException)
        {
            // One of the two went away; so does the other.
        }

        client.Dispose();
    }

    private async Task PumpAsync(TcpClient from, TcpClient to)
    {
        var buffer = new byte[16 * 1024];
        int length;
        while ((length = await from.GetStream().ReadAsync(buffer)) > 0)
        {
            await _thawed.Task;
            await to.GetStream().WriteAsync(buffer.AsMemory(0, length));
        }
    }
}

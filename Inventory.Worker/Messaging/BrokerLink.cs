using RabbitMQ.Client;

namespace Inventory.Worker.Messaging;

/// <summary>
/// The bus's connection to RabbitMQ. The bus has one at a time, so a new one means that the one before is gone. RabbitMQ.Client
/// 7.2.2 does not always say so: when a broker stops, who uses its connection may be left waiting for ever, and its socket open.
/// </summary>
public sealed class BrokerLink : IDisposable
{
    private readonly Lock _replacing = new();
    private CancellationTokenSource _replaced = new();
    private BrokerSocket? _socket;
    private volatile bool _isBlocked;

    /// <summary>RabbitMQ takes in nothing that we send, acknowledgements included: it is short of memory or disk.</summary>
    internal bool IsBlocked => _isBlocked;

    /// <summary>Cancelled when the connection that stands now has been replaced by another.</summary>
    internal CancellationToken Replaced => _replaced.Token;

    public void Dispose()
    {
        _replaced.Dispose();
        _socket?.Dispose();
    }

    /// <summary>Makes the connections of this factory the link.</summary>
    internal void Use(ConnectionFactory factory) => BrokerSocket.Use(factory, Replace);

    /// <summary>Hears of the connection whether it is blocked. Called for one connection many times.</summary>
    internal void Listen(IConnection connection)
    {
        connection.ConnectionBlockedAsync += (_, _) => Hear(isBlocked: true);
        connection.ConnectionUnblockedAsync += (_, _) => Hear(isBlocked: false);
    }

    private Task Hear(bool isBlocked)
    {
        _isBlocked = isBlocked;
        return Task.CompletedTask;
    }

    private void Replace(BrokerSocket next)
    {
        CancellationTokenSource replaced;
        lock (_replacing)
        {
            (replaced, _replaced) = (_replaced, new CancellationTokenSource());
            _socket?.Dispose();
            _socket = next;
            _isBlocked = false;
        }

        replaced.Cancel();
    }
}

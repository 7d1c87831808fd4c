using MassTransit;
using RabbitMQ.Client;

namespace Inventory.Worker.Messaging;

/// <summary>
/// The bus's connection to RabbitMQ. The bus has one at a time, so a new one means that what was published over the one
/// before will never be confirmed. RabbitMQ.Client 7.2.2 does not always say so: when a broker stops, a publish may be left
/// waiting for ever, and its socket open.
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

    /// <summary>Publishes under an id of our choice, and returns when the broker has confirmed it.</summary>
    /// <exception cref="UnconfirmedException">It was not confirmed, and may have been published all the same.</exception>
    public async Task PublishAsync(IPublishEndpoint endpoint, object message, Guid messageId)
    {
        var replaced = Replaced;
        try
        {
            // The token alone is not enough: before the first message of its type, the bus declares an exchange, and that cannot be
            // cancelled. On a channel that RabbitMQ.Client closes meanwhile it never ends.
            await endpoint.Publish(message, message.GetType(), context => context.MessageId = messageId, replaced).WaitAsync(replaced);
        }
        catch (OperationCanceledException lost) when (replaced.IsCancellationRequested)
        {
            throw new UnconfirmedException(lost);
        }
    }

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

/// <summary>RabbitMQ has not confirmed a message, and will not: the connection that it was sent over is gone.</summary>
public sealed class UnconfirmedException(Exception cause) : Exception("The connection to RabbitMQ ended before it confirmed.", cause);

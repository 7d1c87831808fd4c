using Inventory.Worker.Hosting;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Inventory.Worker.Messaging.Consumption;

/// <summary>
/// Looks at queues over a connection of its own, which has no part in what the bus's may suffer from. Needs no permission that a
/// consumer does not have.
/// </summary>
internal sealed class QueueWatch(ConnectionSettings connections) : IAsyncDisposable
{
    /// <summary>How long RabbitMQ may take to answer.</summary>
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(5);

    private BrokerConnection? _connection;
    private IChannel? _channel;

    /// <summary>
    /// How many messages wait for a consumer, by queue. A queue that there is not has no entry; none has, when RabbitMQ does not
    /// answer, and it is then not asked again in the same look.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, uint>> WaitingAsync(IEnumerable<string> queues, CancellationToken cancellationToken)
    {
        var waiting = new Dictionary<string, uint>();
        foreach (var queue in queues)
        {
            var count = await AskAsync<uint?>(
                async (channel, patience) => (await channel.QueueDeclarePassiveAsync(queue, patience)).MessageCount, cancellationToken);
            if (count is { } messages)
            {
                waiting[queue] = messages;
            }
            else if (_connection is null)
            {
                break;
            }
        }

        return waiting;
    }

    /// <summary>
    /// Whether RabbitMQ hands out a message of the queue to somebody who asks. The message goes back at once. False as well
    /// where others have taken what waited, or RabbitMQ does not answer.
    /// </summary>
    public Task<bool> HandsOutAsync(string queue, CancellationToken cancellationToken) => AskAsync(
        async (channel, patience) =>
        {
            var message = await channel.BasicGetAsync(queue, autoAck: false, patience);
            if (message is not null)
            {
                await channel.BasicNackAsync(message.DeliveryTag, multiple: false, requeue: true, patience);
            }

            return message is not null;
        },
        cancellationToken);

    public async ValueTask DisposeAsync()
    {
        var connection = _connection;
        (_connection, _channel) = (null, null);
        await (connection?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    private async Task<T?> AskAsync<T>(Func<IChannel, CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(LongestAnswer);
        try
        {
            _connection ??= await BrokerConnection.OpenAsync(connections, "inventory-watch", patience.Token);
            _channel = _channel is { IsOpen: true } open ? open : await _connection.Amqp.CreateChannelAsync(cancellationToken: patience.Token);
            return await ask(_channel, patience.Token);
        }
        catch (OperationInterruptedException missing) when (missing.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            return default;
        }
        catch (Exception away) when (!cancellationToken.IsCancellationRequested && BrokerFault.IsAway(away))
        {
            await DisposeAsync();
            return default;
        }
    }
}

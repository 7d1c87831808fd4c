using Inventory.Worker.Hosting;
using Inventory.Worker.Messaging;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Inventory.Worker.Verbs.Errors;

/// <summary>The error queues, and what is done with messages in them.</summary>
public sealed class ErrorQueues : IAsyncDisposable
{
    private const int MostInFlight = 100;

    private readonly IConnection _connection;
    private readonly IChannel _publishing;

    private readonly TimeProvider _clock;

    private ErrorQueues(IConnection connection, IChannel publishing, TimeProvider clock) =>
        (_connection, _publishing, _clock) = (connection, publishing, clock);

    public static async Task<ErrorQueues> OpenAsync(ConnectionSettings connections, TimeProvider clock, CancellationToken cancellationToken)
    {
        var connection = await VerbConnection.OpenAsync(connections, cancellationToken);
        try
        {
            return new ErrorQueues(connection, await VerbConnection.OpenPublishingAsync(connection, cancellationToken), clock);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Looks at all that the filter selects, oldest first in each queue, and leaves it where it is.</summary>
    public async Task LookAsync(ErrorFilter filter, Action<ErrorMessage, ErrorDelivery> see, CancellationToken cancellationToken)
    {
        foreach (var queue in filter.Queues)
        {
            await using var scan = await ErrorScan.OpenAsync(_connection, ServiceQueues.ErrorsOf(queue), _clock, cancellationToken);
            if (scan is not null)
            {
                await foreach (var (message, delivery) in SelectAsync(scan, queue, filter, cancellationToken))
                {
                    see(message, delivery);
                }
            }
        }
    }

    /// <summary>Throws away what the filter selects, and returns how much that was.</summary>
    public async Task<int> DiscardAsync(ErrorFilter filter, CancellationToken cancellationToken)
    {
        var discarded = 0;
        foreach (var queue in filter.Queues)
        {
            await using var scan = await ErrorScan.OpenAsync(_connection, ServiceQueues.ErrorsOf(queue), _clock, cancellationToken);
            if (scan is not null)
            {
                await foreach (var (_, delivery) in SelectAsync(scan, queue, filter, cancellationToken))
                {
                    await scan.AcknowledgeAsync(delivery);
                    discarded++;
                }
            }
        }

        return discarded;
    }

    /// <summary>
    /// Puts back what the filter selects, and returns how much that was. The queue has confirmed a message before it leaves the
    /// error queue. Whoever dies in between leaves it in both, which changes nothing: the operation record tells.
    /// </summary>
    public async Task<int> ReplayAsync(ErrorFilter filter, CancellationToken cancellationToken)
    {
        var replayed = 0;
        foreach (var queue in filter.Queues)
        {
            await using var scan = await ErrorScan.OpenAsync(_connection, ServiceQueues.ErrorsOf(queue), _clock, cancellationToken);
            if (scan is not null)
            {
                var inFlight = new Queue<(ErrorDelivery Delivery, Task Confirmed)>();
                await foreach (var (_, delivery) in SelectAsync(scan, queue, filter, cancellationToken))
                {
                    inFlight.Enqueue((delivery, PublishAsync(queue, delivery, cancellationToken)));
                    replayed += await AcknowledgeAsync(scan, inFlight, downTo: MostInFlight - 1);
                }

                replayed += await AcknowledgeAsync(scan, inFlight, downTo: 0);
            }
        }

        return replayed;
    }

    /// <summary>How many messages are on their way through the net; none where it has never been needed.</summary>
    public async Task<uint> ReturningAsync(CancellationToken cancellationToken)
    {
        await using var channel = await _connection.CreateChannelAsync(cancellationToken: cancellationToken);
        try
        {
            return (await channel.QueueDeclarePassiveAsync(ServiceQueues.Returned, cancellationToken)).MessageCount;
        }
        catch (OperationInterruptedException missing) when (missing.ShutdownReason?.ReplyCode is Constants.NotFound)
        {
            return 0;
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private static async Task<int> AcknowledgeAsync(ErrorScan scan, Queue<(ErrorDelivery Delivery, Task Confirmed)> inFlight, int downTo)
    {
        var acknowledged = 0;
        for (; inFlight.Count > downTo; acknowledged++)
        {
            var (delivery, confirmed) = inFlight.Dequeue();
            await confirmed;
            await scan.AcknowledgeAsync(delivery);
        }

        return acknowledged;
    }

    private static async IAsyncEnumerable<(ErrorMessage Message, ErrorDelivery Delivery)> SelectAsync(
        ErrorScan scan, string queue, ErrorFilter filter, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var delivery in scan.ReadAsync(cancellationToken))
        {
            if (ErrorMessage.Read(queue, delivery) is var message && filter.Matches(message))
            {
                yield return (message, delivery);
            }
        }
    }

    private Task PublishAsync(string queue, ErrorDelivery delivery, CancellationToken cancellationToken) => _publishing.BasicPublishAsync(
        exchange: "", queue, mandatory: true, FaultHeaders.Without(delivery.Properties), delivery.Body, cancellationToken).AsTask();
}

using Inventory.Stock.Decisions;
using Inventory.Worker.Hosting;
using RabbitMQ.Client;

namespace Inventory.Worker.Verbs.Publishing;

/// <summary>Publishes messages with confirmation, many in flight, and knows what waits in the queues.</summary>
public sealed class IntakePublisher : IAsyncDisposable
{
    private const int MostInFlight = 1_000;
    private readonly IConnection _connection;
    private readonly IChannel _publishing;
    private readonly IChannel _asking;
    private readonly Queue<Task> _inFlight = [];

    private IntakePublisher(IConnection connection, IChannel publishing, IChannel asking) =>
        (_connection, _publishing, _asking) = (connection, publishing, asking);

    public static async Task<IntakePublisher> OpenAsync(ConnectionSettings connections, QueueType queueType, CancellationToken cancellationToken)
    {
        var connection = await VerbConnection.OpenAsync(connections, cancellationToken);
        try
        {
            foreach (var intake in Intake.All)
            {
                await IntakeTopology.DeclareAsync(connection, intake, queueType, cancellationToken);
            }

            return new IntakePublisher(
                connection,
                await VerbConnection.OpenPublishingAsync(connection, cancellationToken),
                await connection.CreateChannelAsync(cancellationToken: cancellationToken));
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends a message; waits only when many others are unconfirmed.</summary>
    public async Task PublishAsync(IntakeMessage message, CancellationToken cancellationToken)
    {
        while (_inFlight.Count >= MostInFlight)
        {
            await _inFlight.Dequeue();
        }

        var properties = new BasicProperties
        {
            ContentType = "application/json",
            DeliveryMode = DeliveryModes.Persistent,
            MessageId = DerivedId.From(message.Operation.MessageType, message.Operation.Id).ToString(),
        };

        // Mandatory: a message that no queue takes comes back instead of vanishing.
        _inFlight.Enqueue(_publishing.BasicPublishAsync(
            message.Intake.Exchange, routingKey: "", mandatory: true, properties, message.Body, cancellationToken).AsTask());
    }

    /// <summary>Returns when the server has confirmed everything that was published.</summary>
    public async Task FlushAsync()
    {
        while (_inFlight.TryDequeue(out var unconfirmed))
        {
            await unconfirmed;
        }
    }

    /// <summary>The messages that wait in all queues, without those that a worker holds; and the queues that no worker reads.</summary>
    public async Task<Backlog> BacklogAsync(CancellationToken cancellationToken)
    {
        var waiting = 0L;
        var unread = new List<string>();
        foreach (var intake in Intake.All)
        {
            var state = await _asking.QueueDeclarePassiveAsync(intake.Queue, cancellationToken);
            waiting += state.MessageCount;
            if (state.ConsumerCount == 0)
            {
                unread.Add(intake.Queue);
            }
        }

        return new Backlog(waiting, unread);
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}

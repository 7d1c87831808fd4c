using Inventory.Worker.Hosting;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Inventory.Worker.Verbs.Publishing;

/// <summary>
/// What a worker declares, declared by a publisher: there may not have been a worker yet, and an exchange that leads
/// nowhere drops what it gets.
/// </summary>
public static class IntakeTopology
{
    /// <summary>Declares what is missing. A queue that exists is taken as it is: its type was settled by whoever declared it first.</summary>
    public static async Task DeclareAsync(IConnection connection, Intake intake, QueueType queueType, CancellationToken cancellationToken)
    {
        var exists = await ExistsAsync(connection, intake, cancellationToken);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        await channel.ExchangeDeclareAsync(intake.Exchange, ExchangeType.Fanout, durable: true, cancellationToken: cancellationToken);
        await channel.ExchangeDeclareAsync(intake.Queue, ExchangeType.Fanout, durable: true, cancellationToken: cancellationToken);
        await channel.ExchangeBindAsync(intake.Queue, intake.Exchange, routingKey: "", cancellationToken: cancellationToken);
        if (!exists)
        {
            var arguments = queueType is QueueType.Quorum ? new Dictionary<string, object?> { ["x-queue-type"] = "quorum" } : [];
            await channel.QueueDeclareAsync(
                intake.Queue, durable: true, exclusive: false, autoDelete: false, arguments, cancellationToken: cancellationToken);
        }

        await channel.QueueBindAsync(intake.Queue, intake.Queue, routingKey: "", cancellationToken: cancellationToken);
    }

    // The answer no closes the channel that asked.
    private static async Task<bool> ExistsAsync(IConnection connection, Intake intake, CancellationToken cancellationToken)
    {
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        try
        {
            await channel.QueueDeclarePassiveAsync(intake.Queue, cancellationToken);
            return true;
        }
        catch (OperationInterruptedException missing) when (missing.ShutdownReason?.ReplyCode is Constants.NotFound)
        {
            return false;
        }
    }
}

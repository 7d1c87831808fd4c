using Inventory.Worker.Hosting;
using Inventory.Worker.Messaging;
using RabbitMQ.Client;

namespace Inventory.Worker.Verbs.Publishing;

/// <summary>
/// What a worker declares, declared by a publisher: there may not have been a worker yet, and an exchange that leads
/// nowhere drops what it gets.
/// </summary>
public static class IntakeTopology
{
    public static async Task DeclareAsync(IConnection connection, Intake intake, QueueType queueType, CancellationToken cancellationToken)
    {
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        await channel.ExchangeDeclareAsync(intake.Exchange, ExchangeType.Fanout, durable: true, cancellationToken: cancellationToken);
        await channel.ExchangeDeclareAsync(intake.Queue, ExchangeType.Fanout, durable: true, cancellationToken: cancellationToken);
        await channel.ExchangeBindAsync(intake.Queue, intake.Exchange, routingKey: "", cancellationToken: cancellationToken);
        await QueueDeclaration.DeclareAsync(connection, intake.Queue, QueueArguments.Of(intake.Queue, queueType), cancellationToken);
        await channel.QueueBindAsync(intake.Queue, intake.Queue, routingKey: "", cancellationToken: cancellationToken);
    }
}

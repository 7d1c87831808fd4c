using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Inventory.Worker.Messaging;

/// <summary>
/// Declares a queue that is missing. One that exists is taken as it is, whatever its type: what a queue is was settled by
/// whoever declared it first, perhaps an earlier version, and it may hold messages.
/// </summary>
public static class QueueDeclaration
{
    /// <summary>Each declaration takes a channel of its own, because the answer no closes the channel that asked.</summary>
    public static async Task<QueueFound> DeclareAsync(
        IConnection connection, string queue, IDictionary<string, object?> arguments, CancellationToken cancellationToken)
    {
        try
        {
            await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
            return new QueueFound(
                await channel.QueueDeclareAsync(
                    queue, durable: true, exclusive: false, autoDelete: false, arguments, cancellationToken: cancellationToken),
                Difference: null);
        }
        catch (OperationInterruptedException other) when (other.ShutdownReason is { ReplyCode: Constants.PreconditionFailed } reason)
        {
            await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
            return new QueueFound(await channel.QueueDeclarePassiveAsync(queue, cancellationToken), reason.ReplyText);
        }
    }
}

/// <summary>A queue that exists.</summary>
/// <param name="Queue">What RabbitMQ says of it.</param>
/// <param name="Difference">In what it differs from what was wanted, in RabbitMQ's words; null if in nothing.</param>
public sealed record QueueFound(QueueDeclareOk Queue, string? Difference);

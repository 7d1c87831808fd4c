using Inventory.Worker.Hosting;

namespace Inventory.Worker.Messaging;

/// <summary>
/// What a queue is declared with. Nothing here depends on the broker's version: a queue's arguments must be the same at every
/// declaration, also after the broker was upgraded, and the limits are named because RabbitMQ's own differ: none up to 3.13,
/// 20 and then dropped from 4.0 (ADR 11).
/// </summary>
public static class QueueArguments
{
    /// <summary>
    /// How often a message may come back before RabbitMQ hands it to the net. Restarts count as well as crashes: a worker that
    /// goes returns all that it holds.
    /// </summary>
    public const int DeliveryLimit = 20;

    /// <summary>No limit in effect. RabbitMQ 4 would take -1 for that; 3.10 then drops a message the first time it comes back.</summary>
    public const int NoDeliveryLimit = 1_000_000_000;

    public static Dictionary<string, object?> Of(string queue, QueueType type)
    {
        if (type is QueueType.Classic)
        {
            return [];
        }

        var arguments = new Dictionary<string, object?>
        {
            ["x-queue-type"] = "quorum",
            ["x-delivery-limit"] = ServiceQueues.Intake.Contains(queue) ? DeliveryLimit : NoDeliveryLimit,
        };
        if (queue != ServiceQueues.Returned)
        {
            // At least once: the queue keeps the message until the net has confirmed it. That asks for this overflow behaviour,
            // which has no other effect, as no queue has a greatest length. What may lower a limit is a policy: so error queues
            // have the net, too.
            arguments["x-dead-letter-exchange"] = ServiceQueues.Returned;
            arguments["x-dead-letter-strategy"] = "at-least-once";
            arguments["x-overflow"] = "reject-publish";
        }

        return arguments;
    }
}

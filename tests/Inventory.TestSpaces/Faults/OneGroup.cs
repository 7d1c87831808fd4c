using Inventory.Contracts;
using Inventory.Testing.Spaces;

namespace Inventory.Testing.Faults;

/// <summary>
/// Makes what is published the worker's next group: the group before it, an order for the SKU <c>held</c>, is held at
/// Redis until all of it has been delivered.
/// </summary>
public static class OneGroup
{
    public const string Sku = "held";

    public static async Task FormAsync(TestSpace space, TcpProxy redis, Func<Task> publish)
    {
        redis.Hold();
        var before = Given.Order("goes before", (Sku, 1));
        await space.Publisher.PublishAsync(before);
        await Eventually.SeesAsync(space.Tables.OperationsAsync, operations => operations.Any(one => one.Id == $"OrderPlaced/{before.OrderId}"));
        await publish();
        await Eventually.SeesAsync(() => space.Queues.ReadyAsync(QueueInspector.Orders), ready => ready == 0);
        await MessagingWitness.SeesAFullCycleAsync(space);
        await redis.ReleaseAsync();
    }
}

/// <summary>
/// Tells that a worker whose pipeline stands still has had the time to publish and to acknowledge: a message that never
/// gets to the pipeline has been delivered, moved to its error queue and acknowledged.
/// </summary>
public static class MessagingWitness
{
    public static async Task SeesAFullCycleAsync(TestSpace space)
    {
        await space.Publisher.PublishRawAsync<StockReceived>("not json"u8.ToArray());
        await Eventually.SeesAsync(() => space.Queues.ReadyAsync(QueueInspector.ReceiptErrors), ready => ready > 0);
    }
}

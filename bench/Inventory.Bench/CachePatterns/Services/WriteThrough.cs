using Inventory.Contracts;
using MassTransit;

namespace Inventory.Bench.CachePatterns.Services;

/// <summary>After COMMIT and before the answer, the new counters are set in Redis, guarded by their versions.</summary>
internal sealed class WriteThrough(OrderDocuments documents, LevelCache cache) : IConsumer<Batch<OrderPlaced>>
{
    public const string Name = "write-through";

    public async Task Consume(ConsumeContext<Batch<OrderPlaced>> context)
    {
        var decision = await documents.SettleAsync([.. context.Message.Select(each => each.Message)], context.CancellationToken);
        await cache.WriteAsync(decision.Levels);
        await decision.PublishAsync(context);
    }
}

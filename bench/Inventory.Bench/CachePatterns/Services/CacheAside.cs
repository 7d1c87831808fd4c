using Inventory.Contracts;
using MassTransit;

namespace Inventory.Bench.CachePatterns.Services;

/// <summary>After COMMIT and before the answer, the levels are deleted from Redis; whoever reads one next puts it there.</summary>
internal sealed class CacheAside(OrderDocuments documents, LevelCache cache) : IConsumer<Batch<OrderPlaced>>
{
    public const string Name = "cache-aside";

    /// <summary>How long a reader's copy is kept at most: the last resort against one that is never deleted.</summary>
    public static readonly TimeSpan TimeToLive = TimeSpan.FromMinutes(1);

    public async Task Consume(ConsumeContext<Batch<OrderPlaced>> context)
    {
        var decision = await documents.SettleAsync([.. context.Message.Select(each => each.Message)], context.CancellationToken);
        await cache.InvalidateAsync(decision.Levels);
        await decision.PublishAsync(context);
    }
}

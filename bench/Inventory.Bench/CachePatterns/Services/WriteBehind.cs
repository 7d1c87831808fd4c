using Inventory.Bench.Contestants;
using Inventory.Contracts;
using MassTransit;

namespace Inventory.Bench.CachePatterns.Services;

/// <summary>Orders are decided by what Redis holds, written there and answered; PostgreSQL is told by and by.</summary>
internal sealed class WriteBehind(LevelCache cache, UnflushedOrders unflushed, Flusher flusher, OrderDocuments documents, TimeProvider clock)
    : IConsumer<Batch<OrderPlaced>>
{
    /// <summary>What PostgreSQL is still to be told lies in the memory of the process, as in most libraries.</summary>
    public const string Name = "write-behind";

    /// <summary>It lies in a list in Redis, written with the counters.</summary>
    public const string LoggedName = "write-behind-log";

    public async Task Consume(ConsumeContext<Batch<OrderPlaced>> context)
    {
        var orders = context.Message.Select(each => each.Message).ToArray();
        BatchDecision decision;
        do
        {
            var known = await cache.ReadOrdersAsync(orders.Select(order => order.OrderId).Distinct());
            var levels = await LoadLevelsAsync([.. OrderDocuments.SkusOf(orders)], context.CancellationToken);
            decision = BatchDecision.Decide(orders, known, levels.ToDictionary(level => level.Id), clock.GetUtcNow());
        }
        while (!await cache.TryWriteAsync(decision.News, unflushed.Log));

        unflushed.Remember(decision.News);
        await decision.PublishAsync(context);
    }

    private async Task<IReadOnlyList<SimpleStock>> LoadLevelsAsync(IReadOnlyList<string> skus, CancellationToken cancellationToken)
    {
        var levels = await cache.ReadAsync(skus);
        if (levels.Count == skus.Count)
        {
            return levels;
        }

        // PostgreSQL may have older ones until all that waits is written there.
        await flusher.FlushAsync();
        await cache.WriteAsync(await documents.LoadLevelsAsync(skus.Except(levels.Select(level => level.Id)), cancellationToken));
        return await cache.ReadAsync(skus);
    }
}

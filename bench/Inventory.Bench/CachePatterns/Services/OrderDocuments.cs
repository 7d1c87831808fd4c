using Inventory.Bench.Contestants;
using Inventory.Contracts;
using Marten;

namespace Inventory.Bench.CachePatterns.Services;

/// <summary>Orders and levels in PostgreSQL; the same for all patterns.</summary>
internal sealed class OrderDocuments(IDocumentStore store, TimeProvider clock)
{
    /// <summary>Decides a batch in one transaction, by optimistic versions.</summary>
    public async Task<BatchDecision> SettleAsync(IReadOnlyList<OrderPlaced> orders, CancellationToken cancellationToken)
    {
        await using var session = store.LightweightSession();
        var known = await session.LoadManyAsync<DecidedOrder>(cancellationToken, orders.Select(order => order.OrderId).Distinct());
        var levels = await session.LoadManyAsync<SimpleStock>(cancellationToken, SkusOf(orders));
        var decision = BatchDecision.Decide(orders, known.ToDictionary(order => order.Id), levels.ToDictionary(level => level.Id), clock.GetUtcNow());
        session.Store<DecidedOrder>(decision.News.Orders);
        foreach (var level in decision.News.Levels)
        {
            session.UpdateRevision(level, level.Version);
        }

        await session.SaveChangesAsync(cancellationToken);
        return decision;
    }

    public async Task<IReadOnlyList<SimpleStock>> LoadLevelsAsync(IEnumerable<string> skus, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.LoadManyAsync<SimpleStock>(cancellationToken, skus);
    }

    /// <summary>Writes what was decided elsewhere. What is newer stays, so that it may be written twice.</summary>
    public async Task StoreAsync(IReadOnlyList<Decided> decided)
    {
        await using var session = store.LightweightSession();
        session.Store<DecidedOrder>(decided.SelectMany(each => each.Orders));
        foreach (var level in decided.SelectMany(each => each.Levels).GroupBy(level => level.Id).Select(group => group.MaxBy(level => level.Version)!))
        {
            session.TryUpdateRevision(level, level.Version);
        }

        await session.SaveChangesAsync();
    }

    public static IEnumerable<string> SkusOf(IEnumerable<OrderPlaced> orders) =>
        orders.SelectMany(order => order.Lines).Select(line => line.Sku).Distinct().Order(StringComparer.Ordinal);
}

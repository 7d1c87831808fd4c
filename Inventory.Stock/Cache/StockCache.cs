using Inventory.Stock.Decisions;
using StackExchange.Redis;

namespace Inventory.Stock.Cache;

/// <summary>The counters in Redis: a projection of PostgreSQL that readers are served from.</summary>
public sealed class StockCache(IConnectionMultiplexer redis)
{
    /// <summary>Writes the levels through, one guarded script per SKU, all in one pipeline. Returns when Redis holds them or newer ones.</summary>
    public Task WriteThroughAsync(IEnumerable<Level> levels)
    {
        var database = redis.GetDatabase();
        return Task.WhenAll(levels
            .GroupBy(level => level.Key.Sku, LevelReading.From)
            .Select(sku => WriteThroughScript.RunAsync(database, sku.Key, [.. sku])));
    }

    /// <summary>The levels of a SKU, by location; null where Redis holds none.</summary>
    public async Task<IReadOnlyList<LevelReading>?> ReadAsync(string sku) =>
        StockHashCodec.Decode(await redis.GetDatabase().HashGetAllAsync(StockKey.For(sku)));

    public Task ProbeAsync() => redis.GetDatabase().PingAsync();
}

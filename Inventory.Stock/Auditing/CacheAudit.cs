using Inventory.Stock.Cache;
using Inventory.Stock.Storage;
using StackExchange.Redis;

namespace Inventory.Stock.Auditing;

/// <summary>
/// Compares Redis with the documents. Workers may be writing meanwhile, first the one and then the other, so a SKU counts
/// as different only if it still is after several looks.
/// </summary>
public sealed class CacheAudit(StockReader reader, StockCache cache, IConnectionMultiplexer redis, TimeProvider clock)
{
    private const int PageSize = 500;
    private const int Looks = 7;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(200);

    public async Task<IReadOnlyList<LocationDifference>> CompareAsync(CancellationToken cancellationToken) =>
        await LookAgainAsync(await FindSuspectsAsync(cancellationToken), cancellationToken);

    /// <summary>Puts the locations right that still are as they were seen, and says how many those were.</summary>
    public async Task<int> RepairAsync(IEnumerable<LocationDifference> locations)
    {
        var repaired = 0;
        foreach (var page in locations.Chunk(PageSize))
        {
            var results = await Task.WhenAll(page.Select(location => RepairScript.RunAsync(redis.GetDatabase(), location)));
            repaired += results.Count(isDone => isDone);
        }

        return repaired;
    }

    /// <summary>Looks several times at what differs, until nothing does.</summary>
    public async Task<IReadOnlyList<LocationDifference>> LookAgainAsync(IReadOnlyCollection<string> skus, CancellationToken cancellationToken)
    {
        for (var look = 1; ; look++)
        {
            var differences = new List<LocationDifference>();
            foreach (var page in skus.Chunk(PageSize))
            {
                differences.AddRange(await LookAsync(page, cancellationToken));
            }

            if (differences.Count == 0 || look == Looks)
            {
                return differences;
            }

            skus = differences.Select(difference => difference.Key.Sku).ToHashSet(StringComparer.Ordinal);
            await Task.Delay(BetweenLooks, clock, cancellationToken);
        }
    }

    /// <summary>A first look at everything: the SKUs that are worth another.</summary>
    private async Task<HashSet<string>> FindSuspectsAsync(CancellationToken cancellationToken)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        var suspects = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var page in reader.PagesAsync(PageSize, cancellationToken))
        {
            // A SKU whose locations lie on two pages is taken for different here; the next look reads it whole.
            var skus = page.ToLookup(level => level.Key.Sku, LevelReading.From, StringComparer.Ordinal);
            suspects.UnionWith((await CompareAsync(skus)).Select(difference => difference.Key.Sku));
            known.UnionWith(skus.Select(sku => sku.Key));
        }

        await foreach (var skus in cache.SkusAsync(PageSize, cancellationToken))
        {
            suspects.UnionWith(skus.Except(known));
        }

        return suspects;
    }

    private async Task<IEnumerable<LocationDifference>> LookAsync(string[] skus, CancellationToken cancellationToken)
    {
        var levels = await reader.ReadAsync(skus, cancellationToken);
        return await CompareAsync(skus.Select(sku => (sku, levels[sku])));
    }

    private Task<IEnumerable<LocationDifference>> CompareAsync(ILookup<string, LevelReading> skus) =>
        CompareAsync(skus.Select(sku => (sku.Key, sku.AsEnumerable())));

    private async Task<IEnumerable<LocationDifference>> CompareAsync(IEnumerable<(string Sku, IEnumerable<LevelReading> Levels)> skus)
    {
        var database = redis.GetDatabase();
        var pages = await Task.WhenAll(skus.Select(async sku =>
            HashComparison.Compare(sku.Sku, sku.Levels, await HashContent.ReadAsync(database, StockKey.For(sku.Sku)))));
        return pages.SelectMany(page => page);
    }
}

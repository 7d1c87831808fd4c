using Inventory.Stock.Cache;
using Inventory.Stock.Decisions;
using Marten;

namespace Inventory.Stock.Storage;

/// <summary>Reads levels from PostgreSQL: for readers when Redis has nothing to say, and for rebuilding it.</summary>
public sealed class StockReader(IDocumentStore documents)
{
    /// <summary>The levels of several SKUs in one query, by location; a SKU that has never been stocked has none.</summary>
    public async Task<ILookup<string, LevelReading>> ReadAsync(IReadOnlyCollection<string> skus, CancellationToken cancellationToken)
    {
        await using var session = documents.QuerySession();
        var wanted = skus.ToArray();
        var levels = await session.Query<StockLevel>().Where(level => level.Sku.IsOneOf(wanted)).ToListAsync(cancellationToken);
        return levels
            .OrderBy(level => level.Location, StringComparer.Ordinal)
            .ToLookup(level => level.Sku, level => LevelReading.From(level.ToLevel()), StringComparer.Ordinal);
    }

    /// <summary>Every level there is, page by page in the order of ids.</summary>
    public async IAsyncEnumerable<IReadOnlyList<Level>> PagesAsync(
        int pageSize,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var session = documents.QuerySession();
        var last = "";
        while (true)
        {
            var page = await session.Query<StockLevel>()
                .Where(level => level.Id.CompareTo(last) > 0)
                .OrderBy(level => level.Id)
                .Take(pageSize)
                .ToListAsync(cancellationToken);
            if (page.Count == 0)
            {
                yield break;
            }

            last = page[^1].Id;
            yield return [.. page.Select(level => level.ToLevel())];
        }
    }
}

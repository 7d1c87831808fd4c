using Inventory.Stock.Cache;

namespace Inventory.Api.Endpoints;

/// <summary>The stock of a SKU in whole units: the totals over the locations shown, and each location's level.</summary>
internal sealed record StockResponse(
    string Sku, long OnHand, long Committed, long Reserved, long Available, IReadOnlyList<LevelReading> Locations)
{
    public static StockResponse From(string sku, IReadOnlyList<LevelReading> levels) => new(
        sku,
        levels.Sum(level => level.OnHand),
        levels.Sum(level => level.Committed),
        levels.Sum(level => level.Reserved),
        levels.Sum(level => level.Available),
        levels);
}

/// <summary>The stock of several SKUs in the order asked for, and those that are not stocked.</summary>
internal sealed record StockListResponse(IReadOnlyList<StockResponse> Items, IReadOnlyList<string> Missing);

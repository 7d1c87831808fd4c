using Inventory.Stock.Cache;

namespace Inventory.Api.Answers;

/// <summary>The stock of a SKU in whole units: the totals over the locations shown, and each location's level.</summary>
internal sealed record StockResponse(
    string Sku, long OnHand, long Committed, long Reserved, long Available, IReadOnlyList<LevelReading> Locations)
{
    public static StockResponse From(string sku, IReadOnlyList<LevelReading> levels)
    {
        var (onHand, committed, reserved, available) = (0L, 0L, 0L, 0L);
        foreach (var level in levels)
        {
            onHand += level.OnHand;
            committed += level.Committed;
            reserved += level.Reserved;
            available += level.Available;
        }

        return new StockResponse(sku, onHand, committed, reserved, available, levels);
    }
}

/// <summary>The stock of several SKUs in the order asked for, and those that are not stocked.</summary>
internal sealed record StockListResponse(IReadOnlyList<StockResponse> Items, IReadOnlyList<string> Missing);

using Inventory.Api.Answers;
using Inventory.Stock.Cache;

namespace Inventory.Api.Reads;

/// <summary>Where an answer came from.</summary>
internal enum StockSource
{
    /// <summary>Redis.</summary>
    Cache,

    /// <summary>PostgreSQL.</summary>
    Store,
}

/// <summary>What there is of a SKU, and who said so.</summary>
internal readonly record struct StockReading(SkuStock Stock, StockSource Source)
{
    public IReadOnlyList<LevelReading> Levels => Stock.Levels;
}

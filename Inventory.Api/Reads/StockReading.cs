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

/// <summary>The levels of a SKU, by location; none where it is not stocked.</summary>
internal readonly record struct StockReading(IReadOnlyList<LevelReading> Levels, StockSource Source);

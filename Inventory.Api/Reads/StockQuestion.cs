using Inventory.Api.Answers;
using Inventory.Stock.Cache;

namespace Inventory.Api.Reads;

/// <summary>What a reader wants to know of one SKU.</summary>
/// <param name="Location">Only this location; null for all.</param>
/// <param name="MinVersion">Only this version of the location's level or a later one; null for whichever there is.</param>
internal sealed record StockQuestion(string Sku, string? Location = null, long? MinVersion = null)
{
    /// <summary>A SKU that the contract allows nobody: asking for it tells only whether reads are answered.</summary>
    public const string NobodysSku = "";

    /// <summary>The part of the stock that was asked for.</summary>
    public SkuStock Narrow(SkuStock stock) =>
        Location is null ? stock : new SkuStock(Sku, [.. stock.Levels.Where(level => level.Location == Location)]);

    /// <summary>Whether levels that were narrowed are as new as was asked for.</summary>
    public bool IsMetBy(IReadOnlyList<LevelReading> narrowed) => MinVersion is not { } least || narrowed.All(level => level.Version >= least);
}

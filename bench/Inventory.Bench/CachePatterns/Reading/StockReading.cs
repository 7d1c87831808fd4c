namespace Inventory.Bench.CachePatterns.Reading;

/// <summary>What one read of a SKU gave.</summary>
/// <param name="Version">Of its level.</param>
/// <param name="IsHit">Whether Redis had it.</param>
internal readonly record struct StockReading(long Version, bool IsHit);

using Inventory.Contracts;

namespace Inventory.Stock.Decisions;

/// <summary>The lines that available crosses: zero, and the low-stock threshold where a level has one.</summary>
public static class Crossings
{
    /// <summary>What a commit that took a level from one state to another has to tell of it. A level that was not there crossed nothing.</summary>
    public static IEnumerable<object> Of(StockStanding? before, StockStanding after, LevelKey key, long version)
    {
        if (before is null)
        {
            yield break;
        }

        var was = before.Value;
        if (!was.IsLow && after.IsLow)
        {
            yield return new StockLow(key.Sku, key.Location, after.Available, after.LowStockThreshold, version);
        }

        if (!was.IsDepleted && after.IsDepleted)
        {
            yield return new StockDepleted(key.Sku, key.Location, after.Available, 0, version);
        }

        if (was.IsDepleted && !after.IsDepleted)
        {
            yield return new StockReplenished(key.Sku, key.Location, after.Available, 0, version);
        }

        // A line that was taken away was not crossed.
        if (was.IsLow && !after.IsLow && after.LowStockThreshold > 0)
        {
            yield return new StockReplenished(key.Sku, key.Location, after.Available, after.LowStockThreshold, version);
        }
    }
}

/// <summary>How a level stands between its lines.</summary>
/// <param name="Available">Units available.</param>
/// <param name="LowStockThreshold">Units at or below which it is low; 0 for a level that has no such line.</param>
public readonly record struct StockStanding(long Available, long LowStockThreshold)
{
    public bool IsDepleted => Available <= 0;

    public bool IsLow => LowStockThreshold > 0 && Available <= LowStockThreshold;

    /// <summary>Null for a level that does not exist.</summary>
    public static StockStanding? Of(Level level) => level.Exists ? new(level.Available, level.LowStockThreshold) : null;
}

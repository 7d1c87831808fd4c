using Inventory.Contracts;
using Inventory.Stock.Decisions;

namespace Inventory.Stock.Cache;

/// <summary>A level as readers see it, in whole units: what Redis holds of it, and no more.</summary>
public sealed record LevelReading(string Location, long OnHand, long Committed, long Reserved, long Available, long Version)
{
    public static LevelReading From(LevelChange level) =>
        new(level.Location, level.OnHand, level.Committed, level.Reserved, level.Available, level.Version);

    public static LevelReading From(Level level) =>
        new(level.Key.Location, level.OnHand, level.Committed, level.Reserved, level.Available, level.Version);
}

namespace Inventory.Stock.Decisions;

/// <summary>What is known of a level, in whole units. Version 0 is a level that has never been stocked.</summary>
public sealed record Level(LevelKey Key)
{
    public long OnHand { get; init; }

    public long Committed { get; init; }

    public long Reserved { get; init; }

    public long SafetyStock { get; init; }

    /// <summary>How far below zero <see cref="Available"/> may go by orders; 0 forbids overselling.</summary>
    public long BackorderLimit { get; init; }

    /// <summary>Available at or below it is low; 0 for none.</summary>
    public long LowStockThreshold { get; init; }

    /// <summary>The cut-off of the last count that was taken: on hand includes all that happened until then.</summary>
    public DateTimeOffset? CountedAt { get; init; }

    public long Version { get; init; }

    public bool Exists => Version > 0;

    public long Available => OnHand - Committed - Reserved - SafetyStock;

    /// <summary>
    /// Whether a request may take so many units from available: it must leave it at or above −backorder limit. One that takes
    /// nothing from it, because all that it needs is held for it, may always.
    /// </summary>
    public bool CanCommit(long quantity) => quantity <= 0 || Available - quantity >= -BackorderLimit;
}

namespace Inventory.Stock.Decisions;

/// <summary>Why a level moved.</summary>
public enum MovementKind
{
    /// <summary>An order committed units.</summary>
    Committed,

    /// <summary>A cancellation gave units back.</summary>
    Released,

    /// <summary>Goods left; what they were committed for is settled with them.</summary>
    Shipped,

    /// <summary>Goods arrived.</summary>
    Received,

    /// <summary>On hand was put right by so much.</summary>
    Adjusted,

    /// <summary>On hand was put right by a count.</summary>
    Counted,
}

/// <summary>One step of a level, to the version that it made. Its deltas are what the ledger adds up.</summary>
/// <param name="Kind">Why it moved.</param>
/// <param name="Before">The level before.</param>
/// <param name="After">The level after.</param>
/// <param name="OccurredAt">When the fact behind it happened, or the request was made.</param>
public sealed record Movement(MovementKind Kind, Level Before, Level After, DateTimeOffset OccurredAt)
{
    public LevelKey Key => After.Key;

    public long Version => After.Version;

    public long OnHandDelta => After.OnHand - Before.OnHand;

    public long CommittedDelta => After.Committed - Before.Committed;

    public long ReservedDelta => After.Reserved - Before.Reserved;
}

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

    /// <summary>A reservation took units.</summary>
    Reserved,

    /// <summary>A reservation was released.</summary>
    ReservationReleased,

    /// <summary>A reservation's time was over.</summary>
    ReservationExpired,

    /// <summary>An order took up a reservation that held more than it needs here.</summary>
    ReservationConsumed,

    /// <summary>Goods arrived.</summary>
    Received,

    /// <summary>On hand was put right by so much.</summary>
    Adjusted,

    /// <summary>On hand was put right by a count.</summary>
    Counted,

    /// <summary>The level's policy was set; available may have moved with its safety stock.</summary>
    Configured,
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

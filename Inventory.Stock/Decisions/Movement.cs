namespace Inventory.Stock.Decisions;

/// <summary>Why a level moved.</summary>
public enum MovementKind
{
    /// <summary>An order committed units.</summary>
    Committed,

    /// <summary>Goods arrived.</summary>
    Received,
}

/// <summary>One step of a level, to the version that it made. Its deltas are what the ledger adds up.</summary>
public sealed record Movement(MovementKind Kind, Level Before, Level After)
{
    public LevelKey Key => After.Key;

    public long Version => After.Version;

    public long OnHandDelta => After.OnHand - Before.OnHand;

    public long CommittedDelta => After.Committed - Before.Committed;

    public long ReservedDelta => After.Reserved - Before.Reserved;
}

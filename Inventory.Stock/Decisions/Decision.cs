using System.Collections.Immutable;
using Inventory.Contracts;

namespace Inventory.Stock.Decisions;

/// <summary>What was decided of a command: its outcome, and the movements that carry it out, one per level.</summary>
public sealed record Decision(Outcome Outcome, ImmutableArray<Movement> Movements);

/// <summary>How a command ended. A refusal is an outcome like any other: stored, published, acknowledged.</summary>
public abstract record Outcome
{
    private Outcome()
    {
    }

    /// <summary>The order has its stock.</summary>
    public sealed record OrderCommitted(StockCommitted Event) : Outcome;

    /// <summary>The order was refused.</summary>
    public sealed record OrderRejected(StockRejected Event) : Outcome;

    /// <summary>A fact was recorded; the changed levels are all there is to report.</summary>
    public sealed record Recorded : Outcome
    {
        public static readonly Recorded Instance = new();
    }
}

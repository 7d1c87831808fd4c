using System.Collections.Immutable;

namespace Inventory.Stock.Decisions;

/// <summary>What was decided of a command: its outcome, the movements that carry it out, and what it was about.</summary>
/// <param name="Outcome">How the command ended.</param>
/// <param name="Movements">In the order in which they happen.</param>
/// <param name="Order">The order as it is afterwards; null for a command about none.</param>
/// <param name="Reservation">The reservation as it is afterwards; null for a command that has nothing to do with one.</param>
public sealed record Decision(Outcome Outcome, ImmutableArray<Movement> Movements, Order? Order = null, Reservation? Reservation = null);

/// <summary>
/// How a command ended, as the events that answer it. A refusal is an outcome like any other: stored, published, acknowledged.
/// </summary>
/// <param name="Events">Messages of the contract; none where the changed levels are all there is to report.</param>
public sealed record Outcome(ImmutableArray<object> Events)
{
    /// <summary>A fact was recorded.</summary>
    public static readonly Outcome Recorded = new([]);

    /// <summary>What the outcome is called in figures and logs: its first event.</summary>
    public string Name => Events is [var answer, ..] ? answer.GetType().Name : nameof(Recorded);
}

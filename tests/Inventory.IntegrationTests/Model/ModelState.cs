using System.Collections.Immutable;
using Inventory.Contracts;

namespace Inventory.IntegrationTests.Model;

/// <summary>A movement, as the model foresees it and as the ledger shows it.</summary>
/// <param name="OccurredAt">Null where it is the time of recording, which nobody can foresee.</param>
internal sealed record ModelMovement(
    string Level, long Version, string Kind, long OnHandDelta, long CommittedDelta, long ReservedDelta,
    long OnHand, long Committed, long Reserved, long Available, long LowStockThreshold, DateTimeOffset? OccurredAt)
{
    public override string ToString() =>
        $"{Level} {Version} {Kind} {OnHandDelta:+0;-0;0}/{CommittedDelta:+0;-0;0}/{ReservedDelta:+0;-0;0} to " +
        $"{OnHand}/{Committed}/{Reserved}, {Available} available, low at {LowStockThreshold}, at {OccurredAt:HH:mm}";
}

internal sealed record ModelLevel(string Id)
{
    public long OnHand { get; init; }

    public long Committed { get; init; }

    public long Reserved { get; init; }

    public long SafetyStock { get; init; }

    public long BackorderLimit { get; init; }

    public long LowStockThreshold { get; init; }

    /// <summary>The cut-off of the last count that was taken.</summary>
    public DateTimeOffset? CountedAt { get; init; }

    public long Version { get; init; }

    /// <summary>By how much on hand has moved, and when that happened.</summary>
    public ImmutableList<(DateTimeOffset At, long Delta)> OnHandMoves { get; init; } = [];

    public bool Exists => Version > 0;

    public long Available => OnHand - Committed - Reserved - SafetyStock;

    /// <summary>Whether a request may take so many units: available stays at or above −backorder limit.</summary>
    public bool Grants(long quantity) => Exists && (quantity <= 0 || Available - quantity >= -BackorderLimit);

    public override string ToString() =>
        $"{Id}: {OnHand} on hand, {Committed} committed, {Reserved} reserved, safety {SafetyStock}, backorder {BackorderLimit}, " +
        $"low at {LowStockThreshold}, counted {CountedAt:HH:mm}, version {Version}";
}

/// <summary>An order, its cancellations and its shipments: whatever of it has been heard.</summary>
internal sealed record ModelOrder(string Id, OrderPlaced? Placed, bool IsCommitted, ImmutableList<object> Steps)
{
    public OrderReplay Replay => OrderReplay.Of(Placed, Steps);

    public string Status => Placed is null ? "Awaited" : IsCommitted ? "Committed" : "Rejected";

    public override string ToString()
    {
        var replay = Replay;
        var ordered = Messages.PerLevel(Placed?.Lines);
        var lines = replay.Levels.Where(level => ordered.ContainsKey(level) || replay.Shipped(level) > 0).Select(level =>
            $"{level} {ordered.GetValueOrDefault(level)} ordered {replay.CommittedOf(IsCommitted, level)} committed {replay.Shipped(level)} shipped");
        return $"{Id}: {Status} [{string.Join(", ", lines)}]";
    }
}

/// <summary>A reservation that has begun or ended. Its lines are what it holds, or held.</summary>
internal sealed record ModelReservation(string Id, string Status, ImmutableSortedDictionary<string, long> Lines)
{
    public ImmutableSortedDictionary<string, long> Held => Status == "Active" ? Lines : Lines.Clear();

    public override string ToString() => $"{Id}: {Status} [{string.Join(", ", Lines.Select(line => $"{line.Key} {line.Value}"))}]";
}

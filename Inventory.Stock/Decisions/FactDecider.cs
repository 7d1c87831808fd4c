using Inventory.Contracts;

namespace Inventory.Stock.Decisions;

/// <summary>Decides what concerns one level and nobody's order. Facts and policies are recorded as they are; only a count may be conditional.</summary>
internal static class FactDecider
{
    public static Decision Decide(ReceiveStock receipt, StockState state)
    {
        var moves = new LevelMoves(state);
        foreach (var line in receipt.Lines)
        {
            moves.Add(MovementKind.Received, line.Key, receipt.OccurredAt, onHand: line.Quantity);
        }

        return new Decision(Outcome.Recorded, moves.ToArray());
    }

    public static Decision Decide(AdjustStock adjustment, StockState state)
    {
        var moves = new LevelMoves(state);
        moves.Add(MovementKind.Adjusted, adjustment.Key, adjustment.OccurredAt, onHand: adjustment.Delta);
        return new Decision(Outcome.Recorded, moves.ToArray());
    }

    /// <summary>What was counted, and on top of it what happened since. A count older than one that was taken says nothing new.</summary>
    public static Decision Decide(CountStock count, StockState state, DateTimeOffset now)
    {
        var level = state.LevelOf(count.Key);
        if (count.ExpectedOnHand is { } expected && expected != level.OnHand)
        {
            return new Decision(
                new Outcome([new StockCountRejected(count.Id, level.Key.Sku, level.Key.Location, expected, level.OnHand, level.Version, now)]), []);
        }

        if (count.OccurredAt <= level.CountedAt)
        {
            return new Decision(Outcome.Recorded, []);
        }

        var moves = new LevelMoves(state);
        var onHand = count.Quantity + state.MovedSince[(count.Key, count.OccurredAt)];
        moves.Add(MovementKind.Counted, count.Key, count.OccurredAt, old => old with { OnHand = onHand, CountedAt = count.OccurredAt });
        return new Decision(Outcome.Recorded, moves.ToArray());
    }

    public static Decision Decide(ConfigureLevel policy, StockState state, DateTimeOffset now)
    {
        var moves = new LevelMoves(state);
        moves.Add(MovementKind.Configured, policy.Key, now, level => level with
        {
            SafetyStock = policy.SafetyStock ?? level.SafetyStock,
            BackorderLimit = policy.BackorderLimit ?? level.BackorderLimit,
            LowStockThreshold = policy.LowStockThreshold ?? level.LowStockThreshold,
        });
        return new Decision(Outcome.Recorded, moves.ToArray());
    }
}

using Inventory.Contracts;
using Inventory.Stock.Decisions;

namespace Inventory.Stock.Storage;

/// <summary>A ledger entry: the movement, what caused it and in which commit.</summary>
internal readonly record struct MovementRow(Movement Movement, StockCommand Cause, Guid CommitId)
{
    /// <summary>By level, so that neighbours in the table's key are written one after the other; those of a level in the order of versions.</summary>
    public static MovementRow[] From(IEnumerable<Verdict.Applied> applied) =>
        [.. applied
            .SelectMany(verdict => verdict.Decision.Movements.Select(movement => new MovementRow(movement, verdict.Command, verdict.CommitId!.Value)))
            .OrderBy(row => row.Movement.Key, LevelKey.ById)];

    /// <summary>The state that the rows leave each level in, as one report; null where there are none.</summary>
    public static CommittedChanges? Changes(IReadOnlyList<MovementRow> rows) => rows.Count == 0
        ? null
        : CommittedChanges.Of(rows[0].CommitId, rows.GroupBy(row => row.Movement.Key, (_, steps) =>
        {
            var movements = steps.ToArray();
            return movements[^1].ToChange(StockStanding.Of(movements[0].Movement.Before));
        }));

    private ChangedLevel ToChange(StockStanding? before)
    {
        var level = Movement.After;
        return new ChangedLevel(
            new LevelChange(
                level.Key.Sku, level.Key.Location, level.OnHand, level.Committed, level.Reserved, level.Available, level.Version,
                new ChangeCause(Cause.MessageType, Cause.Id, Cause.OrderId)),
            before,
            StockStanding.Of(level)!.Value);
    }
}

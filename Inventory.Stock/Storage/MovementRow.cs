using Inventory.Contracts;
using Inventory.Stock.Decisions;

namespace Inventory.Stock.Storage;

/// <summary>A ledger entry: the movement, what caused it and in which commit.</summary>
internal readonly record struct MovementRow(Movement Movement, StockCommand Cause, Guid CommitId)
{
    public static MovementRow[] From(IEnumerable<Verdict.Applied> applied) =>
        [.. applied.SelectMany(verdict => verdict.Decision.Movements.Select(movement =>
            new MovementRow(movement, verdict.Command, verdict.CommitId!.Value)))];

    /// <summary>The state that the rows leave each level in, as one report; null where there are none.</summary>
    public static CommittedChanges? Changes(IReadOnlyList<MovementRow> rows) => rows.Count == 0
        ? null
        : new CommittedChanges(rows[0].CommitId, Report(rows.GroupBy(row => row.Movement.Key, (_, steps) => steps.Last().ToChange())));

    /// <summary>In level order, so that a report which is read back from the ledger equals the first one.</summary>
    public static StockLevelsChanged Report(IEnumerable<LevelChange> changes) =>
        new([.. changes.OrderBy(change => change.Sku, StringComparer.Ordinal).ThenBy(change => change.Location, StringComparer.Ordinal)]);

    private LevelChange ToChange()
    {
        var level = Movement.After;
        return new LevelChange(
            level.Key.Sku, level.Key.Location, level.OnHand, level.Committed, level.Reserved, level.Available, level.Version,
            new ChangeCause(Cause.MessageType, Cause.Id));
    }
}

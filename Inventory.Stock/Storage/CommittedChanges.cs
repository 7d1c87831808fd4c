using Inventory.Contracts;
using Inventory.Stock.Decisions;

namespace Inventory.Stock.Storage;

/// <summary>What a database commit did to levels: reported once, under ids that are derived from the commit's.</summary>
/// <param name="CommitId">The commit.</param>
/// <param name="Event">The levels that it changed.</param>
/// <param name="Crossings">The lines that available crossed by it: <see cref="StockLow"/> and its like.</param>
public sealed record CommittedChanges(Guid CommitId, StockLevelsChanged Event, IReadOnlyList<object> Crossings)
{
    /// <summary>In level order, so that a report which is read back from the ledger equals the first one.</summary>
    internal static CommittedChanges Of(Guid commitId, IEnumerable<ChangedLevel> levels)
    {
        var ordered = levels.OrderBy(level => level.Change.Sku, StringComparer.Ordinal).ThenBy(level => level.Change.Location, StringComparer.Ordinal).ToArray();
        return new CommittedChanges(
            commitId,
            new StockLevelsChanged([.. ordered.Select(level => level.Change)]),
            [.. ordered.SelectMany(level => level.Crossings())]);
    }
}

/// <summary>A level after a commit, and how it stood before and after; before is null for a level that the commit made.</summary>
internal readonly record struct ChangedLevel(LevelChange Change, StockStanding? Before, StockStanding After)
{
    public IEnumerable<object> Crossings() => Decisions.Crossings.Of(Before, After, new LevelKey(Change.Sku, Change.Location), Change.Version);
}

using Inventory.Contracts;
using Inventory.Stock.Decisions;

namespace Inventory.Stock.Storage;

/// <summary>What a transaction holds locked for a group of commands, and what it knows of their operations.</summary>
/// <param name="Levels">Every existing level that a command names; the decider moves them on in place.</param>
/// <param name="Operations">The commands' operations that were recorded earlier.</param>
public sealed record LockedStock(
    Dictionary<LevelKey, Level> Levels,
    IReadOnlyDictionary<OperationId, RecordedOperation> Operations);

/// <summary>What a database commit did to levels: reported once, under the commit's id.</summary>
public sealed record CommittedChanges(Guid CommitId, StockLevelsChanged Event);

using Inventory.Contracts;

namespace Inventory.Stock.Storage;

/// <summary>What a database commit did to levels: reported once, under the commit's id.</summary>
public sealed record CommittedChanges(Guid CommitId, StockLevelsChanged Event);

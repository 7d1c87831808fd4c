namespace Inventory.Contracts;

/// <summary>The order got its stock: every line is committed.</summary>
/// <param name="OrderId">The order's id.</param>
/// <param name="Lines">One line per level, summed. What had been cancelled or shipped before the order arrived is not among them.</param>
/// <param name="CommittedAt">When the decision was recorded, UTC.</param>
public sealed record StockCommitted(string OrderId, IReadOnlyList<CommittedLine> Lines, DateTimeOffset CommittedAt);

/// <summary>What an order got of one level.</summary>
/// <param name="Sku">The SKU.</param>
/// <param name="Location">The location; <c>default</c> where the order named none.</param>
/// <param name="Quantity">Units committed.</param>
/// <param name="Version">The level's version that includes this; ask the API for at least this one to read your own write.</param>
public sealed record CommittedLine(string Sku, string Location, long Quantity, long Version);

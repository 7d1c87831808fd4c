namespace Inventory.Contracts;

/// <summary>A count that named what it expected was not taken, because on hand was something else. An outcome, not an error.</summary>
/// <param name="CountId">The count.</param>
/// <param name="Sku">The SKU.</param>
/// <param name="Location">The location.</param>
/// <param name="ExpectedOnHand">Units that the count expected to be on hand.</param>
/// <param name="OnHand">Units that were on hand.</param>
/// <param name="Version">The level's version at that moment; 0 for a level that does not exist.</param>
/// <param name="RejectedAt">When the decision was recorded, UTC.</param>
public sealed record StockCountRejected(
    string CountId,
    string Sku,
    string Location,
    long ExpectedOnHand,
    long OnHand,
    long Version,
    DateTimeOffset RejectedAt);

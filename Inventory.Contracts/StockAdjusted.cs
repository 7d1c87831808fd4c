namespace Inventory.Contracts;

/// <summary>
/// On hand is other than it was by so much: breakage, theft, goods found, goods that leave for another location. A fact: it is
/// recorded, never refused, and makes the level if there is none.
/// </summary>
/// <param name="AdjustmentId">Chosen by the sender, 1 to 100 printable characters; the same id means the same adjustment.</param>
/// <param name="AdjustedAt">When it happened, UTC. What happened before the last count of the level is in that count already.</param>
/// <param name="Sku">The SKU, under the rules of <see cref="StockLine"/>.</param>
/// <param name="Delta">Units, −1,000,000,000 to 1,000,000,000, not 0.</param>
/// <param name="Reason">Why, in words or as a code of the sender's; 1 to 100 printable characters.</param>
/// <param name="Location">The location; absent means <c>default</c>.</param>
/// <param name="Actor">Who recorded it, 1 to 100 printable characters, for the ledger.</param>
public sealed record StockAdjusted(
    string AdjustmentId,
    DateTimeOffset AdjustedAt,
    string Sku,
    long Delta,
    string Reason,
    string? Location = null,
    string? Actor = null);

using System.Text.Json.Serialization;

namespace Inventory.Contracts;

/// <summary>
/// Somebody counted. A fact: on hand becomes what was counted, and what happened after the count stays on top of it. What
/// happened before is in the count, even if it is heard of later. Of several counts the latest holds. It makes the level if
/// there is none.
/// </summary>
/// <param name="CountId">Chosen by the sender, 1 to 100 printable characters; the same id means the same count.</param>
/// <param name="CountedAt">The cut-off, UTC: the moment for which the count holds.</param>
/// <param name="Sku">The SKU, under the rules of <see cref="StockLine"/>.</param>
/// <param name="Quantity">Units found, 0 to 1,000,000,000; never absent, not even for 0.</param>
/// <param name="Location">The location; absent means <c>default</c>.</param>
/// <param name="ExpectedOnHand">
/// Makes it a compare-and-set: the count is taken only while on hand is this, else <see cref="StockCountRejected"/> answers it.
/// </param>
/// <param name="Actor">Who counted, 1 to 100 printable characters, for the ledger.</param>
public sealed record StockCounted(
    string CountId,
    DateTimeOffset CountedAt,
    string Sku,
    [property: JsonRequired] long Quantity,
    string? Location = null,
    long? ExpectedOnHand = null,
    string? Actor = null);

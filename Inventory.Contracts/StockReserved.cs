namespace Inventory.Contracts;

/// <summary>The reservation holds its stock.</summary>
/// <param name="ReservationId">The reservation.</param>
/// <param name="Lines">One line per level, summed.</param>
/// <param name="ExpiresAt">When it ends by itself, UTC.</param>
/// <param name="ReservedAt">When the decision was recorded, UTC.</param>
public sealed record StockReserved(
    string ReservationId, IReadOnlyList<ReservedLine> Lines, DateTimeOffset ExpiresAt, DateTimeOffset ReservedAt);

/// <summary>What a reservation took of one level, or gave back to it.</summary>
/// <param name="Sku">The SKU.</param>
/// <param name="Location">The location.</param>
/// <param name="Quantity">Units.</param>
/// <param name="Version">The level's version that includes this.</param>
public sealed record ReservedLine(string Sku, string Location, long Quantity, long Version);

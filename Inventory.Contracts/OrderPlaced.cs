namespace Inventory.Contracts;

/// <summary>
/// A shop asks for stock. Either every line is committed, or the order is rejected whole; the answer is
/// <see cref="StockCommitted"/> or <see cref="StockRejected"/>.
/// </summary>
/// <param name="OrderId">
/// Chosen by the sender, 1 to 100 printable characters. The same id means the same order however often it is sent;
/// the same id with another content is refused to the error queue.
/// </param>
/// <param name="PlacedAt">When the customer placed the order, UTC.</param>
/// <param name="Lines">1 to 2,000 lines. Lines that name the same SKU and location are summed before the decision.</param>
/// <param name="ReservationId">The reservation this order takes up, if any.</param>
public sealed record OrderPlaced(
    string OrderId,
    DateTimeOffset PlacedAt,
    IReadOnlyList<StockLine> Lines,
    string? ReservationId = null);

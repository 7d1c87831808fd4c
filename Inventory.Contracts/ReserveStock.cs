namespace Inventory.Contracts;

/// <summary>
/// Asks for stock to be held, for a cart or a quote. Either every line is held, or none; the answer is
/// <see cref="StockReserved"/> or <see cref="ReservationRejected"/>. An <see cref="OrderPlaced"/> that names it takes it up;
/// otherwise it ends by <see cref="ReleaseReservation"/> or by its time.
/// </summary>
/// <param name="ReservationId">Chosen by the sender, 1 to 100 printable characters; the same id means the same reservation.</param>
/// <param name="Lines">1 to 2,000 lines. Lines that name the same SKU and location are summed before the decision.</param>
/// <param name="ExpiresAt">When it ends by itself, UTC; within two seconds of it, while a worker runs.</param>
public sealed record ReserveStock(string ReservationId, IReadOnlyList<StockLine> Lines, DateTimeOffset ExpiresAt);

namespace Inventory.Contracts;

/// <summary>A reservation's time was over before it was taken up or released. Published once per reservation.</summary>
/// <param name="ReservationId">The reservation.</param>
/// <param name="Lines">What it gave back, one line per level.</param>
/// <param name="ExpiredAt">When it was recorded, UTC.</param>
public sealed record ReservationExpired(string ReservationId, IReadOnlyList<ReservedLine> Lines, DateTimeOffset ExpiredAt);

namespace Inventory.Contracts;

/// <summary>A reservation was released.</summary>
/// <param name="ReservationId">The reservation.</param>
/// <param name="Lines">What it gave back, one line per level; none where it held nothing, or nothing any more.</param>
/// <param name="ReleasedAt">When it was recorded, UTC.</param>
public sealed record ReservationReleased(string ReservationId, IReadOnlyList<ReservedLine> Lines, DateTimeOffset ReleasedAt);

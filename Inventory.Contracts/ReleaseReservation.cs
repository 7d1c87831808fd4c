namespace Inventory.Contracts;

/// <summary>
/// Gives back what a reservation holds; <see cref="ReservationReleased"/> answers. One that comes before its reservation ends
/// it beforehand. One that comes after its end changes nothing.
/// </summary>
/// <param name="ReservationId">The reservation.</param>
public sealed record ReleaseReservation(string ReservationId);

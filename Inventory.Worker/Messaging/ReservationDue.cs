namespace Inventory.Worker.Messaging;

/// <summary>
/// The time of a reservation is over. The workers say it to each other, so that an expiry takes the path of every other
/// message: applied once, written through, reported, and only then acknowledged.
/// </summary>
public sealed record ReservationDue(string ReservationId);

namespace Inventory.Worker.Messaging.Events;

/// <summary>A message that the worker sends.</summary>
/// <param name="MessageId">Derived from what it reports: sent again, it has the same.</param>
/// <param name="Message">One of <see cref="EventType"/>'s types.</param>
public readonly record struct OutgoingEvent(Guid MessageId, object Message);

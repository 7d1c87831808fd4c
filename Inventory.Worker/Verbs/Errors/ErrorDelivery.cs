using RabbitMQ.Client;

namespace Inventory.Worker.Verbs.Errors;

/// <summary>A message of an error queue, as it was delivered; it is RabbitMQ's until it is acknowledged.</summary>
public sealed record ErrorDelivery(ulong Tag, BasicProperties Properties, ReadOnlyMemory<byte> Body);

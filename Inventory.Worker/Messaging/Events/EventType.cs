using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Inventory.Contracts;
using RabbitMQ.Client;

namespace Inventory.Worker.Messaging.Events;

/// <summary>A type of message that the worker sends: where it goes, and how it is written. The names are those that MassTransit gives.</summary>
internal sealed record EventType(CachedString Exchange, JsonEncodedText Urn, JsonTypeInfo Json)
{
    private static readonly Dictionary<Type, EventType> s_byType = new Type[]
    {
        typeof(StockCommitted), typeof(StockRejected), typeof(StockReleased), typeof(StockShipped), typeof(StockCountRejected),
        typeof(StockReserved), typeof(ReservationRejected), typeof(ReservationReleased), typeof(ReservationExpired),
        typeof(StockLevelsChanged), typeof(StockLow), typeof(StockDepleted), typeof(StockReplenished), typeof(ReservationDue),
    }.ToDictionary(type => type, type => new EventType(
        new CachedString($"{type.Namespace}:{type.Name}"),
        JsonEncodedText.Encode($"urn:message:{type.Namespace}:{type.Name}"),
        EventJson.Default.GetTypeInfo(type)!));

    public static IReadOnlyCollection<EventType> All => s_byType.Values;

    public static EventType Of(object message) => s_byType[message.GetType()];
}

/// <summary>As MassTransit writes messages.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StockCommitted))]
[JsonSerializable(typeof(StockRejected))]
[JsonSerializable(typeof(StockReleased))]
[JsonSerializable(typeof(StockShipped))]
[JsonSerializable(typeof(StockCountRejected))]
[JsonSerializable(typeof(StockReserved))]
[JsonSerializable(typeof(ReservationRejected))]
[JsonSerializable(typeof(ReservationReleased))]
[JsonSerializable(typeof(ReservationExpired))]
[JsonSerializable(typeof(StockLevelsChanged))]
[JsonSerializable(typeof(StockLow))]
[JsonSerializable(typeof(StockDepleted))]
[JsonSerializable(typeof(StockReplenished))]
[JsonSerializable(typeof(ReservationDue))]
internal sealed partial class EventJson : JsonSerializerContext;

using System.Text.Json;
using Inventory.Contracts;
using Inventory.Stock.Decisions;

namespace Inventory.Stock.Storage;

/// <summary>
/// Outcomes as they lie in the operation table: an array of events, each an object whose one property is named by the
/// event's type.
/// </summary>
internal static class OutcomeCodec
{
    private static readonly Dictionary<string, Type> EventTypes = new Type[]
    {
        typeof(StockCommitted), typeof(StockRejected), typeof(StockReleased), typeof(StockShipped), typeof(StockCountRejected),
        typeof(StockReserved), typeof(ReservationRejected), typeof(ReservationReleased), typeof(ReservationExpired),
    }.ToDictionary(type => type.Name);

    public static string? Encode(Outcome outcome) => outcome.Events.IsEmpty ? null : $"[{string.Join(',', outcome.Events.Select(Encode))}]";

    private static string Encode(object one)
    {
        var type = one.GetType();
        return EventTypes.ContainsKey(type.Name)
            ? $$"""{"{{type.Name}}":{{JsonSerializer.Serialize(one, type, StockJson.Default)}}}"""
            : throw new ArgumentOutOfRangeException(nameof(one), type.Name, "This event has no stored form.");
    }

    /// <exception cref="InvalidDataException">The stored outcome is of another version of this service.</exception>
    public static Outcome Decode(string? stored)
    {
        if (stored is null)
        {
            return Outcome.Recorded;
        }

        using var json = JsonDocument.Parse(stored);
        return new Outcome([.. json.RootElement.EnumerateArray().Select(element => Event(element.EnumerateObject().Single()))]);
    }

    private static object Event(JsonProperty stored) => EventTypes.TryGetValue(stored.Name, out var type)
        ? stored.Value.Deserialize(type, StockJson.Default)!
        : throw new InvalidDataException($"The stored outcome '{stored.Name}' is not one this version knows.");
}

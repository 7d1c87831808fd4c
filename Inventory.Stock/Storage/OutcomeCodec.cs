using System.Text;
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

    public static string? Encode(Outcome outcome)
    {
        if (outcome.Events.IsEmpty)
        {
            return null;
        }

        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var one in outcome.Events)
            {
                var type = one.GetType();
                if (!EventTypes.ContainsKey(type.Name))
                {
                    throw new ArgumentOutOfRangeException(nameof(outcome), type.Name, "This event has no stored form.");
                }

                json.WriteStartObject();
                json.WritePropertyName(type.Name);
                JsonSerializer.Serialize(json, one, type, StockJson.Default);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
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

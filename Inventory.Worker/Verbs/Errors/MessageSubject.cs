using System.Text.Json;

namespace Inventory.Worker.Verbs.Errors;

/// <summary>Reads what a message is about from its body: the id that names its operation.</summary>
public static class MessageSubject
{
    // The most telling first: a shipment names its order as well.
    private static readonly string[] Ids =
        ["shipmentId", "cancellationId", "receiptId", "adjustmentId", "countId", "configurationId", "orderId", "reservationId"];

    // Real ones have a few hundred kilobytes at most.
    private const int Longest = 1_048_576;

    /// <returns>Such as <c>orderId 536365</c>; null where the body is no JSON or names nothing.</returns>
    public static string? Read(ReadOnlyMemory<byte> body)
    {
        if (body.Length is 0 or > Longest)
        {
            return null;
        }

        try
        {
            using var json = JsonDocument.Parse(body);
            var message = Property(json.RootElement, "message") is { ValueKind: JsonValueKind.Object } inner ? inner : json.RootElement;
            return Ids
                .Select(id => Property(message, id) is { ValueKind: JsonValueKind.String } value ? $"{id} {value.GetString()}" : null)
                .FirstOrDefault(subject => subject is not null);
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            // No JSON, or a text in it that is none. That is why it is here.
            return null;
        }
    }

    private static JsonElement? Property(JsonElement element, string name)
    {
        if (element.ValueKind is JsonValueKind.Object)
        {
            foreach (var property in element.EnumerateObject())
            {
                if (property.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                {
                    return property.Value;
                }
            }
        }

        return null;
    }
}

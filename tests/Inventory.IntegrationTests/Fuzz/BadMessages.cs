using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Inventory.Contracts;
using Inventory.Contracts.Tests.Setup;
using Inventory.Testing.Spaces;

namespace Inventory.IntegrationTests.Fuzz;

/// <summary>A message as somebody might send it by mistake or on purpose.</summary>
/// <param name="Type">Whose exchange it is published to.</param>
/// <param name="Body">What it says.</param>
/// <param name="ContentType">What it says that it is; null where it does not.</param>
internal sealed record BadMessage(Type Type, byte[] Body, string? ContentType);

/// <summary>Makes messages that are wrong in one way or several, and now and then in none, from the documented examples.</summary>
internal sealed class BadMessages(Random random)
{
    private static readonly Type[] s_types =
    [
        typeof(OrderPlaced), typeof(OrderCancelled), typeof(OrderShipped), typeof(StockReceived), typeof(StockAdjusted), typeof(StockCounted),
        typeof(ReserveStock), typeof(ReleaseReservation), typeof(ConfigureStockLevel),
    ];

    private static readonly string?[] s_contentTypes =
    [
        null, "", "???;;;=", "text/plain", "application/octet-stream", "application/xml", "application/json; charset=utf-16", "APPLICATION/JSON",
        Publisher.Envelope, "application/vnd.masstransit+bson", "application/vnd.masstransit+xml", "application/vnd.masstransit+aes", "application/cloudevents+json",
    ];

    private static readonly string[] s_values =
    [
        "null", "true", "{}", "[]", "\"\"", "\" \"", "0", "-1", "1.5", "1e400", "-1e400", "9223372036854775807", "9223372036854775808", "-9223372036854775808",
        "1000000001", "\"\\u0000\"", "\"a\\u0000b\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"{}:\"", "\" A\"", "\"\\u202e\\u200b\"", "\"0001-01-01T00:00:00Z\"",
        "\"9999-12-31T23:59:59.9999999Z\"", "\"9999-12-31T23:59:59-14:00\"", "\"2026-02-30T00:00:00Z\"", "\"NaN\"", "NaN", "'A'", "01", "[[[]]]", "{\"\":null}",
    ];

    private int _made;

    public BadMessage Next()
    {
        var type = s_types[random.Next(s_types.Length)];
        var body = Encoding.UTF8.GetBytes(Spoil(ExampleOf(type)));
        for (var times = random.Next(3); times > 0; times--)
        {
            body = Spoil(body);
        }

        return new BadMessage(type, body, random.Next(4) == 0 ? s_contentTypes[random.Next(s_contentTypes.Length)] : Publisher.Json);
    }

    /// <summary>The name of the field that holds a message's own id.</summary>
    public static string IdOf(Type type) => type.Name switch
    {
        nameof(OrderCancelled) => "cancellationId",
        nameof(OrderShipped) => "shipmentId",
        nameof(StockReceived) => "receiptId",
        nameof(StockAdjusted) => "adjustmentId",
        nameof(StockCounted) => "countId",
        nameof(ConfigureStockLevel) => "configurationId",
        nameof(ReserveStock) or nameof(ReleaseReservation) => "reservationId",
        _ => "orderId",
    };

    private JsonObject ExampleOf(Type type)
    {
        var example = CommittedDocs.ExampleOf(type).AsObject();
        example[IdOf(type)] = string.Create(CultureInfo.InvariantCulture, $"fuzz-{++_made}");
        return example;
    }

    /// <summary>Spoils what it means.</summary>
    private string Spoil(JsonObject message)
    {
        var field = message.ElementAt(random.Next(message.Count)).Key;
        var value = s_values[random.Next(s_values.Length)];
        var text = message.ToJsonString();
        return random.Next(9) switch
        {
            0 => text,
            1 => With(message, field, null).ToJsonString(),
            2 => $"{text[..^1]},\"{field}\":{value}}}",
            3 => $"{text[..^1]},\"{field.ToUpperInvariant()}\":{message[field]?.ToJsonString() ?? "null"}}}",
            4 => With(message, field, JsonValue.Create(new string('x', random.Next(20_000)))).ToJsonString(),
            5 => Nested(text, random.Next(1, 300)),
            6 when message["lines"] is JsonArray lines => With(message, "lines", Many(lines[0]!, random.Next(3) * 1_001)).ToJsonString(),
            _ => Replaced(message, field, value),
        };
    }

    /// <summary>Spoils how it is written.</summary>
    private byte[] Spoil(byte[] body)
    {
        var (from, count) = (random.Next(body.Length + 1), random.Next(1, 9));
        switch (random.Next(9))
        {
            case 0:
                return body[..from];
            case 1:
                var noise = new byte[random.Next(2_000)];
                random.NextBytes(noise);
                return noise;
            case 2:
                return [.. body[..from], .. body[Math.Min(body.Length, from + count)..]];
            case 3:
                return [0xEF, 0xBB, 0xBF, .. body];
            case 4:
                return Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(body));
            case 5:
                return [.. body, .. "}garbage"u8];
            case 6:
                return [.. body[..from], 0xFF, 0xC0, 0x00, .. body[from..]];
            case 7:
                return [.. body, .. body];
            default:
                var flipped = body.ToArray();
                for (var i = 0; i < count && flipped.Length > 0; i++)
                {
                    flipped[random.Next(flipped.Length)] ^= (byte)(1 << random.Next(8));
                }

                return flipped;
        }
    }

    private static string Replaced(JsonObject message, string field, string value)
    {
        const string Mark = "\"a mark that is in no message\"";
        return With(message, field, JsonNode.Parse(Mark)).ToJsonString().Replace(Mark, value, StringComparison.Ordinal);
    }

    private static JsonObject With(JsonObject message, string field, JsonNode? value)
    {
        if (value is null)
        {
            message.Remove(field);
        }
        else
        {
            message[field] = value;
        }

        return message;
    }

    private static JsonArray Many(JsonNode line, int count) => [.. Enumerable.Range(0, count).Select(_ => line.DeepClone())];

    private static string Nested(string text, int depth) => new string('[', depth) + text + new string(']', depth);
}

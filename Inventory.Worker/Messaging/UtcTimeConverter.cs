using System.Text.Json;
using System.Text.Json.Serialization;

namespace Inventory.Worker.Messaging;

/// <summary>
/// Reads times. One without an offset is UTC, as the contract says, and not of the time zone that the worker happens to run in:
/// two workers would read one message as two different ones.
/// </summary>
internal sealed class UtcTimeConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDateTime() is { Kind: DateTimeKind.Unspecified } time ? new DateTimeOffset(time, TimeSpan.Zero) : reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}

using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using MassTransit.Metadata;

namespace Inventory.Worker.Messaging.Events;

/// <summary>Writes messages in MassTransit's envelope, one after the other, into one buffer. For one caller at a time.</summary>
internal sealed class EventWriter(TimeProvider clock) : IDisposable
{
    public const string ContentType = "application/vnd.masstransit+json";

    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
    private static readonly byte[] s_host = JsonSerializer.SerializeToUtf8Bytes(HostMetadataCache.Host, JsonSerializerOptions.Web);

    private readonly ArrayBufferWriter<byte> _buffer = new(4096);
    private readonly Utf8JsonWriter _json = new(Stream.Null, s_options);

    /// <returns>The envelope; good until the next one is written.</returns>
    public ReadOnlyMemory<byte> Write(OutgoingEvent one, EventType type)
    {
        _buffer.ResetWrittenCount();
        _json.Reset(_buffer);
        _json.WriteStartObject();
        _json.WriteString("messageId"u8, one.MessageId);
        _json.WriteStartArray("messageType"u8);
        _json.WriteStringValue(type.Urn);
        _json.WriteEndArray();
        _json.WritePropertyName("message"u8);
        JsonSerializer.Serialize(_json, one.Message, type.Json);
        _json.WriteString("sentTime"u8, clock.GetUtcNow().UtcDateTime);
        _json.WriteStartObject("headers"u8);
        _json.WriteEndObject();
        _json.WritePropertyName("host"u8);
        _json.WriteRawValue(s_host, skipInputValidation: true);
        _json.WriteEndObject();
        _json.Flush();
        return _buffer.WrittenMemory;
    }

    public void Dispose() => _json.Dispose();
}

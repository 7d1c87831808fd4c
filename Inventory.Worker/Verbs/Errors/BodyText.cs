using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Inventory.Worker.Verbs.Errors;

/// <summary>A message's body for people: JSON indented, other text as it is, anything else as bytes; never endless.</summary>
public static class BodyText
{
    private const int MostCharacters = 65_536;
    private const int MostBytes = 1_024;
    private const int BytesALine = 16;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty)
        {
            return "(empty)";
        }

        var text = Json(body) ?? Text(body);
        return text is null ? Bytes(body) : Bounded(text);
    }

    private static string? Json(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            using var json = JsonDocument.ParseValue(ref reader);
            return reader.Read() ? null : JsonSerializer.Serialize(json, Indented);
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    private static string? Text(ReadOnlySpan<byte> body)
    {
        try
        {
            var text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(body);
            return text.Any(character => char.IsControl(character) && character is not ('\n' or '\r' or '\t')) ? null : text;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static string Bounded(string text) => text.Length <= MostCharacters
        ? text
        : string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, MostCharacters)}\n… and {text.Length - MostCharacters:N0} more characters.");

    private static string Bytes(ReadOnlySpan<byte> body)
    {
        var lines = new StringBuilder();
        foreach (var (line, bytes) in body[..Math.Min(body.Length, MostBytes)].ToArray().Chunk(BytesALine).Index())
        {
            var hex = string.Join(' ', bytes.Select(one => one.ToString("x2", CultureInfo.InvariantCulture)));
            var characters = string.Concat(bytes.Select(one => one is >= 0x20 and < 0x7F ? (char)one : '.'));
            lines.Append(CultureInfo.InvariantCulture, $"{line * BytesALine:x8}  {hex,-(3 * BytesALine)} {characters}").AppendLine();
        }

        if (body.Length > MostBytes)
        {
            lines.Append(CultureInfo.InvariantCulture, $"… and {body.Length - MostBytes:N0} more bytes.");
        }

        return lines.ToString().TrimEnd();
    }
}

using System.Text;
using StackExchange.Redis;

namespace Inventory.Stock.Cache;

/// <summary>The fields of a SKU's hash: <c>LOCATION:onHand</c>, <c>:committed</c>, <c>:reserved</c>, <c>:available</c>, <c>:version</c>.</summary>
public static class StockHashCodec
{
    /// <summary>The five counters of a level as the script takes them, after the location, in this order.</summary>
    public static readonly IReadOnlyList<string> Counters = ["onHand", "committed", "reserved", "available", "version"];

    /// <summary>
    /// Reads a whole hash. Null where it is empty or where any field is not as the workers write it: to a reader such a
    /// hash is absent.
    /// </summary>
    public static IReadOnlyList<LevelReading>? Decode(ReadOnlySpan<HashEntry> fields)
    {
        // The fields of a location are written together, and so they are found, until there are so many that Redis keeps no order.
        return DecodeInTurn(fields) ?? DecodeInTurn([.. fields.ToArray().OrderBy(field => (string)field.Name!, StringComparer.Ordinal)]);
    }

    private static LevelReading[]? DecodeInTurn(ReadOnlySpan<HashEntry> fields)
    {
        if (fields.IsEmpty || fields.Length % Counters.Count != 0)
        {
            return null;
        }

        var readings = new LevelReading[fields.Length / Counters.Count];
        for (var i = 0; i < readings.Length; i++)
        {
            if (DecodeLevel(fields.Slice(i * Counters.Count, Counters.Count)) is not { } reading)
            {
                return null;
            }

            readings[i] = reading;
        }

        Array.Sort(readings, static (one, other) => string.CompareOrdinal(one.Location, other.Location));
        return readings;
    }

    private static LevelReading? DecodeLevel(ReadOnlySpan<HashEntry> fields)
    {
        var location = Utf8(fields[0].Name);
        location = location[..Math.Max(0, location.IndexOf((byte)':'))];
        long? onHand = null, committed = null, reserved = null, available = null, version = null;
        foreach (var field in fields)
        {
            var name = Utf8(field.Name);
            if (location.IsEmpty || !name.StartsWith(location) || !field.Value.TryParse(out long value))
            {
                return null;
            }

            switch (name[location.Length..])
            {
                case var counter when counter.SequenceEqual(":onHand"u8):
                    onHand = value;
                    break;
                case var counter when counter.SequenceEqual(":committed"u8):
                    committed = value;
                    break;
                case var counter when counter.SequenceEqual(":reserved"u8):
                    reserved = value;
                    break;
                case var counter when counter.SequenceEqual(":available"u8):
                    available = value;
                    break;
                case var counter when counter.SequenceEqual(":version"u8):
                    version = value;
                    break;
                default:
                    return null;
            }
        }

        return onHand is null || committed is null || reserved is null || available is null || version is null
            ? null
            : new LevelReading(Encoding.UTF8.GetString(location), onHand.Value, committed.Value, reserved.Value, available.Value, version.Value);
    }

    private static ReadOnlySpan<byte> Utf8(RedisValue text) => ((ReadOnlyMemory<byte>)text).Span;

    /// <summary>A level as the script's arguments: its location and its five counters.</summary>
    public static RedisValue[] Encode(LevelReading level) =>
        [level.Location, level.OnHand, level.Committed, level.Reserved, level.Available, level.Version];
}

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
        if (fields.IsEmpty || fields.Length % Counters.Count != 0)
        {
            return null;
        }

        var counters = new Dictionary<string, long>(fields.Length, StringComparer.Ordinal);
        var locations = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var field in fields)
        {
            var name = (string)field.Name!;
            var colon = name.IndexOf(':', StringComparison.Ordinal);
            if (colon < 1 || !field.Value.TryParse(out long value))
            {
                return null;
            }

            counters.Add(name, value);
            locations.Add(name[..colon]);
        }

        var readings = new List<LevelReading>(locations.Count);
        foreach (var location in locations)
        {
            if (!(Counter("onHand", out var onHand) && Counter("committed", out var committed) && Counter("reserved", out var reserved)
                && Counter("available", out var available) && Counter("version", out var version)))
            {
                return null;
            }

            readings.Add(new LevelReading(location, onHand, committed, reserved, available, version));

            bool Counter(string counter, out long value) => counters.TryGetValue($"{location}:{counter}", out value);
        }

        return readings;
    }

    /// <summary>A level as the script's arguments: its location and its five counters.</summary>
    public static RedisValue[] Encode(LevelReading level) =>
        [level.Location, level.OnHand, level.Committed, level.Reserved, level.Available, level.Version];
}

using Inventory.Stock.Cache;
using Inventory.Stock.Decisions;
using StackExchange.Redis;

namespace Inventory.Stock.Auditing;

/// <summary>Compares what lies at a SKU's key with what PostgreSQL says should lie there. Pure.</summary>
public static class HashComparison
{
    /// <param name="sku">The SKU.</param>
    /// <param name="levels">Its levels in PostgreSQL.</param>
    /// <param name="content">What its key holds.</param>
    /// <returns>The locations that differ.</returns>
    public static IReadOnlyList<LocationDifference> Compare(string sku, IEnumerable<LevelReading> levels, HashContent content)
    {
        var fields = new Dictionary<string, FieldDifference>(StringComparer.Ordinal);
        foreach (var field in levels.SelectMany(FieldsOf))
        {
            fields.Add(field.Name!, new FieldDifference(field.Name, Seen: RedisValue.Null, Wanted: field.Value));
        }

        foreach (var field in content.Fields)
        {
            fields[field.Name!] = fields.TryGetValue(field.Name!, out var wanted)
                ? wanted with { Seen = field.Value }
                : new FieldDifference(field.Name, Seen: field.Value, Wanted: RedisValue.Null);
        }

        // A key of another type that stands for no level has no field to hang a difference on.
        return content.IsOfAnotherType && fields.Count == 0
            ? [new LocationDifference(new LevelKey(sku, "*"), content.Kind, [])]
            : [.. fields.Values
                .GroupBy(field => ((string)field.Name!).Split(':', 2)[0], StringComparer.Ordinal)
                .Where(location => location.Any(field => field.Differs))
                .Select(location => new LocationDifference(new LevelKey(sku, location.Key), content.Kind, [.. location]))];
    }

    private static IEnumerable<HashEntry> FieldsOf(LevelReading level) =>
        StockHashCodec.Counters.Zip(StockHashCodec.Encode(level).Skip(1), (counter, value) => new HashEntry($"{level.Location}:{counter}", value));
}

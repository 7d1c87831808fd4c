using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace Inventory.Bench.CachePatterns.Reading;

/// <summary>Which versions the answers have named: what a reader can hold what it gets against.</summary>
internal sealed class AnsweredVersions
{
    private readonly ConcurrentDictionary<string, List<(long Version, long At)>> _versions = new();

    /// <summary>Takes an answer as it came: every object in it that has a sku and, later, a version.</summary>
    public void Note(ReadOnlyMemory<byte> answer)
    {
        var now = Stopwatch.GetTimestamp();
        var reader = new Utf8JsonReader(answer.Span);
        var sku = "";
        while (reader.Read())
        {
            if (reader.TokenType is not JsonTokenType.PropertyName)
            {
                continue;
            }

            if (reader.ValueTextEquals("sku"u8) && reader.Read())
            {
                sku = reader.GetString()!;
            }
            else if (reader.ValueTextEquals("version"u8) && reader.Read())
            {
                Note(sku, reader.GetInt64(), now);
            }
        }
    }

    /// <summary>The newest version of a SKU that an answer has named; 0 if none has.</summary>
    public long Newest(string sku)
    {
        if (!_versions.TryGetValue(sku, out var versions))
        {
            return 0;
        }

        lock (versions)
        {
            return versions[^1].Version;
        }
    }

    /// <summary>When the first version after this one was answered.</summary>
    public long SupersededAt(string sku, long version)
    {
        var versions = _versions[sku];
        lock (versions)
        {
            var first = versions.Count - 1;
            while (first > 0 && versions[first - 1].Version > version)
            {
                first--;
            }

            return versions[first].At;
        }
    }

    private void Note(string sku, long version, long at)
    {
        var versions = _versions.GetOrAdd(sku, _ => []);
        lock (versions)
        {
            if (versions.Count == 0 || versions[^1].Version < version)
            {
                versions.Add((version, at));
            }
        }
    }
}

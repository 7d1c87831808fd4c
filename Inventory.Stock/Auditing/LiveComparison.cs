using System.Text.Json;
using Inventory.Stock.Cache;
using Inventory.Stock.Decisions;
using Inventory.Stock.Storage;
using Npgsql;

namespace Inventory.Stock.Auditing;

/// <summary>
/// Compares some levels in ledger, document and Redis while workers write. Ledger and document come from one snapshot and
/// must agree to the last hundred movements. Redis is read after the document: it must hold that version or a later one, and
/// one that is later must be found in the document afterwards. So a write that comes in between is not taken for a difference;
/// one that has been committed and not yet written through is, until the next look.
/// </summary>
public sealed class LiveComparison(NpgsqlDataSource dataSource, StockCache cache)
{
    private const int Window = 100;

    // Blocks are picked and not rows: to pick one costs the same however many levels there are.
    private const string Sample =
        $"""
        SELECT id, data, mt_version
        FROM {StockSchema.Levels} TABLESAMPLE SYSTEM (least(100, 100.0 * $1 / greatest(1, (
            SELECT reltuples FROM pg_class WHERE oid = '{StockSchema.Levels}'::regclass)))) LIMIT $1
        """;

    private const string Page = $"SELECT id, data, mt_version FROM {StockSchema.Levels} WHERE id > $2 ORDER BY id LIMIT $1";

    private const string Named = $"SELECT id, data, mt_version FROM {StockSchema.Levels} WHERE id = ANY($1)";

    /// <summary>Some levels, picked at random.</summary>
    public Task<IReadOnlyList<ComparedLevel>> SampleAsync(int count, CancellationToken cancellationToken) =>
        CompareAsync(Sample, cancellationToken, count);

    /// <summary>The next levels after an id, in the order of ids; none after the last.</summary>
    public Task<IReadOnlyList<ComparedLevel>> PageAsync(string after, int count, CancellationToken cancellationToken) =>
        CompareAsync(Page, cancellationToken, count, after);

    /// <summary>Certain levels.</summary>
    public Task<IReadOnlyList<ComparedLevel>> LookAsync(IEnumerable<LevelKey> keys, CancellationToken cancellationToken) =>
        CompareAsync(Named, cancellationToken, [keys.Select(key => key.Id).ToArray()]);

    private async Task<IReadOnlyList<ComparedLevel>> CompareAsync(string picked, CancellationToken cancellationToken, params object[] arguments)
    {
        var stored = await ReadAsync(picked, arguments, cancellationToken);
        var skus = stored.Select(level => level.Key.Sku).Distinct(StringComparer.Ordinal).ToArray();
        var cached = await cache.ReadAsync(skus);
        var levels = skus.Zip(cached.Levels).ToDictionary(StringComparer.Ordinal);
        var ahead = stored.Where(level => Held(level.Key)?.Version > level.Reading?.Version).Select(level => level.Key.Id).ToArray();
        var later = ahead.Length == 0 ? [] : (await ReadAsync(Named, [ahead], cancellationToken)).ToDictionary(level => level.Key);
        return [.. stored.Select(level => level.Difference is not null ? new ComparedLevel(level.Key, level.Difference)
            : !cached.Marker.IsFilled ? new ComparedLevel(level.Key)
            : RedisDiffers(level, Held(level.Key), later.GetValueOrDefault(level.Key)) is { } difference ? new ComparedLevel(level.Key, difference, IsRedis: true)
            : new ComparedLevel(level.Key))];

        LevelReading? Held(LevelKey key) => levels[key.Sku]?.FirstOrDefault(level => level.Location == key.Location);
    }

    private static string? RedisDiffers(StoredLevel before, LevelReading? held, StoredLevel? after) => held switch
    {
        null => "Redis does not have it",
        _ when held.Version < before.Reading!.Version => $"Redis has version {held.Version}, the document {before.Reading.Version}",
        _ when held.Version > (after ?? before).Reading?.Version => $"Redis has version {held.Version}, the document only {(after ?? before).Reading!.Version}",
        _ when held.Version == before.Reading.Version && held != before.Reading => $"Redis has other counters of version {held.Version}",
        _ when held.Version == after?.Reading?.Version && held != after.Reading => $"Redis has other counters of version {held.Version}",
        _ => null,
    };

    private async Task<IReadOnlyList<StoredLevel>> ReadAsync(string picked, object[] arguments, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            $"""
            WITH picked AS ({picked})
            SELECT picked.id, picked.data, picked.mt_version,
                   (coalesce(base.on_hand, 0) + since.on_hand)::bigint, (coalesce(base.committed, 0) + since.committed)::bigint,
                   (coalesce(base.reserved, 0) + since.reserved)::bigint, coalesce(base.version, 0) + since.entries
            FROM picked
            LEFT JOIN {StockSchema.Movements} AS base ON base.level_id = picked.id AND base.version = picked.mt_version - {Window}
            CROSS JOIN LATERAL (
                SELECT count(*) AS entries, coalesce(sum(on_hand_delta), 0) AS on_hand, coalesce(sum(committed_delta), 0) AS committed,
                       coalesce(sum(reserved_delta), 0) AS reserved
                FROM {StockSchema.Movements} WHERE level_id = picked.id AND version > picked.mt_version - {Window}) AS since
            ORDER BY picked.id
            """);
        foreach (var argument in arguments)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = argument });
        }

        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var levels = new List<StoredLevel>();
        while (await reader.ReadAsync(cancellationToken))
        {
            levels.Add(StoredLevel.From(reader));
        }

        return levels;
    }

    /// <summary>A level's document, and how it differs from its ledger.</summary>
    private sealed record StoredLevel(LevelKey Key, LevelReading? Reading, string? Difference)
    {
        public static StoredLevel From(NpgsqlDataReader row)
        {
            var key = LevelKey.Parse(row.GetString(0));
            var ledger = (OnHand: row.GetInt64(3), Committed: row.GetInt64(4), Reserved: row.GetInt64(5), Version: row.GetInt64(6));
            try
            {
                var document = JsonSerializer.Deserialize(row.GetString(1), StockJson.Default.StockLevel)!;
                document.Version = row.GetInt64(2);
                var reading = LevelReading.From(document.ToLevel());
                return (reading.OnHand, reading.Committed, reading.Reserved, reading.Version) == ledger
                    ? new StoredLevel(key, reading, null)
                    : new StoredLevel(key, reading, $"the ledger comes to {ledger}, the document says {(reading.OnHand, reading.Committed, reading.Reserved, reading.Version)}");
            }
            catch (JsonException unreadable)
            {
                return new StoredLevel(key, null, $"the document cannot be read: {unreadable.Message}");
            }
        }
    }
}

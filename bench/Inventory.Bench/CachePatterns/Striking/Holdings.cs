using Inventory.Bench.CachePatterns.Services;
using Npgsql;
using StackExchange.Redis;

namespace Inventory.Bench.CachePatterns.Striking;

/// <summary>What PostgreSQL and Redis hold, beside each other.</summary>
internal sealed class Holdings(CachePattern pattern, Workload workload, NpgsqlDataSource postgres, IDatabase redis)
{
    private static readonly TimeSpan s_patience = 5 * Flusher.Delay;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    private readonly string[] _skus = [.. workload.Skus];

    /// <summary>The levels of which Redis holds something else than PostgreSQL. What Redis does not hold is read in PostgreSQL, and so no difference.</summary>
    public async Task<IReadOnlyList<ApartLevel>> ApartAsync()
    {
        var cached = await Task.WhenAll(_skus.Select(sku => redis.HashGetAsync(LevelCache.KeyOf(sku), [LevelCache.Version, LevelCache.Committed])));
        var stored = new Dictionary<string, (long Version, long Committed)>();
        await using var command = postgres.CreateCommand(pattern.LevelsSql);
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            stored.Add(rows.GetString(0), (rows.GetInt64(1), rows.GetInt64(2)));
        }

        return [.. _skus.Zip(cached)
            .Where(pair => !pair.Second[0].IsNull && (stored[pair.First].Version, stored[pair.First].Committed) != ((long)pair.Second[0], (long)pair.Second[1]))
            .Select(pair => new ApartLevel(pair.First, Math.Max(stored[pair.First].Version, (long)pair.Second[0])))];
    }

    /// <summary>Waits until no level is apart, or as long as nothing that is still on its way can take.</summary>
    /// <returns>How many are apart then.</returns>
    public async Task<int> ApartAtRestAsync()
    {
        using var patience = new CancellationTokenSource(s_patience);
        while (true)
        {
            var apart = await ApartAsync();
            if (apart.Count == 0 || patience.IsCancellationRequested)
            {
                return apart.Count;
            }

            await Task.Delay(s_pause, CancellationToken.None);
        }
    }

    /// <summary>Waits until both servers hold at least the newest version of what was apart.</summary>
    /// <returns>Whether they did before the end.</returns>
    public async Task<bool> CatchUpAsync(IReadOnlyList<ApartLevel> apart, CancellationToken end)
    {
        while (!await HaveCaughtUpAsync(apart))
        {
            if (end.IsCancellationRequested)
            {
                return false;
            }

            await Task.Delay(s_pause, CancellationToken.None);
        }

        return true;
    }

    /// <summary>How many of these orders PostgreSQL does not have.</summary>
    public async Task<int> CountMissingAsync(IEnumerable<string> orders)
    {
        var wanted = orders.ToHashSet();
        await using var command = postgres.CreateCommand(pattern.OrdersSql);
        command.Parameters.AddWithValue(wanted.ToArray());
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            wanted.Remove(rows.GetString(0));
        }

        return wanted.Count;
    }

    private async Task<bool> HaveCaughtUpAsync(IReadOnlyList<ApartLevel> apart)
    {
        var newest = apart.ToDictionary(level => level.Sku, level => level.NewestVersion);
        foreach (var (sku, version) in newest)
        {
            if (await redis.HashGetAsync(LevelCache.KeyOf(sku), LevelCache.Version) is { IsNull: false } cached && (long)cached < version)
            {
                return false;
            }
        }

        await using var command = postgres.CreateCommand(pattern.LevelsSql);
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            if (newest.TryGetValue(rows.GetString(0), out var version) && rows.GetInt64(1) < version)
            {
                return false;
            }
        }

        return true;
    }
}

/// <param name="Sku">The SKU of a level of which the servers hold different things.</param>
/// <param name="NewestVersion">The newer of the two versions.</param>
internal sealed record ApartLevel(string Sku, long NewestVersion);

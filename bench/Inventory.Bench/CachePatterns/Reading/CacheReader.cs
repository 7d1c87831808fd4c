using Inventory.Bench.CachePatterns.Services;
using Npgsql;
using StackExchange.Redis;

namespace Inventory.Bench.CachePatterns.Reading;

/// <summary>Reads a SKU in Redis and, where it has none, in PostgreSQL.</summary>
internal sealed class CacheReader(CachePattern pattern, IDatabase redis, NpgsqlDataSource postgres)
{
    private readonly string _sql = pattern == CachePattern.Inventory
        ? $"{pattern.LevelsSql} WHERE id = $1 || ':default'"
        : $"{pattern.LevelsSql} WHERE id = $1";

    public Task<StockReading> ReadAsync(string sku) => ReadAsync(sku, () => Task.CompletedTask);

    /// <param name="sku">The SKU.</param>
    /// <param name="beforeFill">What happens between the read of PostgreSQL and the write of Redis.</param>
    public async Task<StockReading> ReadAsync(string sku, Func<Task> beforeFill)
    {
        if (await redis.HashGetAsync(LevelCache.KeyOf(sku), LevelCache.Version) is { IsNull: false } version)
        {
            return new StockReading((long)version, IsHit: true);
        }

        var (stored, committed) = await LoadAsync(sku);
        await beforeFill();
        if (pattern.ReadersFill)
        {
            var fill = redis.CreateTransaction();
            _ = fill.HashSetAsync(LevelCache.KeyOf(sku), [new(LevelCache.Committed, committed), new(LevelCache.Version, stored)]);
            _ = fill.KeyExpireAsync(LevelCache.KeyOf(sku), CacheAside.TimeToLive);
            await fill.ExecuteAsync();
        }

        return new StockReading(stored, IsHit: false);
    }

    /// <summary>What PostgreSQL alone says.</summary>
    public async Task<StockReading> ReadStoreAsync(string sku) => new((await LoadAsync(sku)).Version, IsHit: false);

    private async Task<(long Version, long Committed)> LoadAsync(string sku)
    {
        await using var command = postgres.CreateCommand(_sql);
        command.Parameters.AddWithValue(sku);
        await using var row = await command.ExecuteReaderAsync();
        return await row.ReadAsync() ? (row.GetInt64(1), row.GetInt64(2)) : throw new InvalidDataException($"PostgreSQL has no {sku}.");
    }
}

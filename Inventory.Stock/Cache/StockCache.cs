using System.Runtime.CompilerServices;
using Inventory.Contracts;
using Inventory.Stock.Decisions;
using Inventory.Stock.Generations;
using StackExchange.Redis;

namespace Inventory.Stock.Cache;

/// <summary>The counters in Redis: a projection of PostgreSQL that readers are served from.</summary>
public sealed class StockCache(IConnectionMultiplexer redis)
{
    /// <summary>
    /// Writes the levels through, many with each call of the guarded script, all calls in one pipeline. Returns when Redis holds
    /// them or newer ones.
    /// </summary>
    /// <param name="generation">The generation that PostgreSQL named when the levels were read.</param>
    /// <param name="levels">The levels.</param>
    /// <param name="reported">What else is about to be told of levels, as it was when it was committed.</param>
    /// <exception cref="GenerationLostException">Redis does not hold that generation: it took none of them.</exception>
    public Task WriteThroughAsync(Guid generation, IEnumerable<Level> levels, IEnumerable<LevelChange>? reported = null)
    {
        var database = redis.GetDatabase();
        return Task.WhenAll(levels.Select(level => new CachedLevel(level.Key.Sku, LevelReading.From(level)))
            .Concat((reported ?? []).Select(change => new CachedLevel(change.Sku, LevelReading.From(change))))
            .Chunk(WriteThroughScript.MostLevels)
            .Select(some => WriteThroughScript.RunAsync(database, generation, some)));
    }

    /// <summary>The levels of several SKUs, and the marker as it was just before, all in one trip.</summary>
    public async Task<CacheReading> ReadAsync(IReadOnlyList<string> skus)
    {
        var trip = redis.GetDatabase().CreateBatch();
        var marker = GenerationMarker.ReadAsync(trip);
        var hashes = new Task<HashEntry[]>[skus.Count];
        for (var i = 0; i < hashes.Length; i++)
        {
            hashes[i] = trip.HashGetAllAsync(StockKey.For(skus[i]));
        }

        trip.Execute();
        var reading = new CacheReading(await marker, new IReadOnlyList<LevelReading>?[hashes.Length]);
        for (var i = 0; i < hashes.Length; i++)
        {
            reading.Levels[i] = await DecodeAsync(hashes[i]);
        }

        return reading;
    }

    public Task<GenerationMarker> ReadMarkerAsync() => GenerationMarker.ReadAsync(redis.GetDatabase());

    /// <summary>The replication id of the server that answers; null where it is a replica.</summary>
    public Task<string?> ReadServerAsync() => GenerationMarker.ReadServerAsync(redis.GetDatabase());

    /// <summary>Every SKU that has a key, in pages. What is added or deleted meanwhile may be among them or not.</summary>
    public async IAsyncEnumerable<string[]> SkusAsync(int pageSize, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var server in redis.GetServers().Where(server => server is { IsConnected: true, IsReplica: false }))
        {
            await foreach (var page in server.KeysAsync(redis.GetDatabase().Database, StockKey.Pattern, pageSize).Chunk(pageSize).WithCancellation(cancellationToken))
            {
                yield return [.. page.Select(StockKey.SkuOf)];
            }
        }
    }

    public Task ProbeAsync() => redis.GetDatabase().PingAsync();

    private static async ValueTask<IReadOnlyList<LevelReading>?> DecodeAsync(Task<HashEntry[]> hash)
    {
        try
        {
            return StockHashCodec.Decode(await hash);
        }
        catch (RedisServerException stranger) when (stranger.Message.StartsWith("WRONGTYPE", StringComparison.Ordinal))
        {
            // Somebody else's value lies under this one key; the next write-through replaces it.
            return null;
        }
    }

    internal Task BeginGenerationAsync(Guid id, Guid? after) => GenerationScripts.BeginAsync(redis.GetDatabase(), id, after);

    internal Task ClearAsync(Guid generation, IEnumerable<string> skus) => GenerationScripts.ClearAsync(redis.GetDatabase(), generation, skus);

    internal Task CompleteGenerationAsync(Guid id) => GenerationScripts.CompleteAsync(redis.GetDatabase(), id);
}

/// <summary>What Redis holds of several SKUs.</summary>
/// <param name="Marker">Of which generation it says that it is.</param>
/// <param name="Levels">The levels of each by location, in the order asked for; null where it holds none that can be read.</param>
public sealed record CacheReading(GenerationMarker Marker, IReadOnlyList<LevelReading>?[] Levels);

using System.Collections.Concurrent;
using System.Text.Json;
using StackExchange.Redis;

namespace Inventory.Bench.CachePatterns.Services;

/// <summary>What Redis has and PostgreSQL has not, oldest first.</summary>
/// <param name="redis">Redis.</param>
/// <param name="isLogged">Whether it is kept in Redis, or in this process.</param>
internal sealed class UnflushedOrders(IConnectionMultiplexer redis, bool isLogged)
{
    private readonly ConcurrentQueue<Decided> _memory = new();

    /// <summary>The list in Redis that it is in; none where it is kept here.</summary>
    public string? Log { get; } = isLogged ? "unflushed" : null;

    public void Remember(Decided decided)
    {
        if (Log is null)
        {
            _memory.Enqueue(decided);
        }
    }

    public async Task<IReadOnlyList<Decided>> PeekAsync() => Log is { } log
        ? [.. (await redis.GetDatabase().ListRangeAsync(log)).Select(entry => JsonSerializer.Deserialize<Decided>((string)entry!)!)]
        : [.. _memory];

    /// <summary>Forgets the oldest, once PostgreSQL has them.</summary>
    public async Task ForgetAsync(int count)
    {
        if (Log is { } log)
        {
            await redis.GetDatabase().ListTrimAsync(log, count, -1);
            return;
        }

        for (var i = 0; i < count; i++)
        {
            _memory.TryDequeue(out _);
        }
    }
}

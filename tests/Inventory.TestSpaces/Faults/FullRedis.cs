using StackExchange.Redis;

namespace Inventory.Testing.Faults;

/// <summary>Redis without memory: it answers, and refuses every write, to all. Only for tests beside which nothing else runs.</summary>
public sealed class FullRedis : IAsyncDisposable
{
    private readonly ConnectionMultiplexer _redis;

    private FullRedis(ConnectionMultiplexer redis) => _redis = redis;

    public static async Task<FullRedis> BeginAsync(string connectionString)
    {
        var options = ConfigurationOptions.Parse(connectionString);
        options.AllowAdmin = true;
        var full = new FullRedis(await ConnectionMultiplexer.ConnectAsync(options));
        await full.SetAsync(bytes: 1);
        return full;
    }

    public Task EndAsync() => SetAsync(bytes: 0);

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        await _redis.DisposeAsync();
    }

    private Task SetAsync(long bytes) => _redis.GetServers().Single().ConfigSetAsync("maxmemory", bytes);
}

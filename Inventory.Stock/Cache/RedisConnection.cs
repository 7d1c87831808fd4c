using StackExchange.Redis;

namespace Inventory.Stock.Cache;

/// <summary>How the service talks to Redis.</summary>
public static class RedisConnection
{
    /// <summary>
    /// Connects, or goes on trying in the background while Redis is away. While disconnected, commands fail at once
    /// instead of queueing: the caller decides when to try again.
    /// </summary>
    /// <exception cref="ArgumentException">The connection string cannot be understood.</exception>
    public static async Task<ConnectionMultiplexer> OpenAsync(string connectionString, string clientName)
    {
        var options = ConfigurationOptions.Parse(connectionString);
        options.AbortOnConnectFail = false;
        options.BacklogPolicy = BacklogPolicy.FailFast;
        options.ClientName ??= clientName;
        return await ConnectionMultiplexer.ConnectAsync(options);
    }
}

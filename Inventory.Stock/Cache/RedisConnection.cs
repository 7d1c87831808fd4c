using StackExchange.Redis;

namespace Inventory.Stock.Cache;

/// <summary>How the service talks to Redis.</summary>
public static class RedisConnection
{
    // A start waits so long for a Redis that is away before it goes on without it.
    private const int LongestConnectMilliseconds = 2_000;

    private const int ReconnectMilliseconds = 2_000;

    /// <summary>
    /// Connects, or goes on trying in the background while Redis is away. While disconnected, commands fail at once
    /// instead of queueing: the caller decides when to try again.
    /// </summary>
    /// <exception cref="ArgumentException">The connection string cannot be understood.</exception>
    public static ConnectionMultiplexer Open(string connectionString, string clientName) =>
        ConnectionMultiplexer.Connect(Options(connectionString, clientName));

    internal static ConfigurationOptions Options(string connectionString, string clientName)
    {
        var options = ConfigurationOptions.Parse(connectionString);
        options.AbortOnConnectFail = false;

        // Its own pauses grow to ten seconds, and Redis would be found that much later after a long outage.
        options.ReconnectRetryPolicy = new LinearRetry(ReconnectMilliseconds);
        options.ConnectTimeout = Math.Min(options.ConnectTimeout, LongestConnectMilliseconds);

        // The client takes INFO for an administrator's command; which server this is can be asked in no other way.
        options.AllowAdmin = true;
        options.BacklogPolicy = BacklogPolicy.FailFast;
        options.ClientName ??= clientName;
        return options;
    }
}

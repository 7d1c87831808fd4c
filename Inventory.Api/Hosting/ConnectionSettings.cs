using Inventory.Stock.Cache;
using Inventory.Stock.Hosting;
using Npgsql;
using StackExchange.Redis;

namespace Inventory.Api.Hosting;

/// <summary>The servers that the API reads from.</summary>
internal sealed record ConnectionSettings(string Postgres, string Redis)
{
    private const string ClientName = "inventory-api";

    /// <exception cref="StartFailureException">One is missing.</exception>
    public static ConnectionSettings From(IConfiguration configuration)
    {
        var found = ConnectionStrings.Require(configuration, nameof(Postgres), nameof(Redis));
        return new ConnectionSettings(found[0], found[1]);
    }

    /// <exception cref="StartFailureException">The connection string cannot be understood.</exception>
    public NpgsqlDataSource CreateDataSource() => ConnectionStrings.Open(nameof(Postgres), () =>
    {
        var settings = new NpgsqlConnectionStringBuilder(Postgres);
        settings.ApplicationName ??= ClientName;

        // The API writes nothing: a mistake that would is refused by the server, even where the user may write.
        // Given at the start of the session, because a SET would not outlive the connection's return to the pool.
        settings.Options = $"{settings.Options} -c default_transaction_read_only=on".TrimStart();
        return NpgsqlDataSource.Create(settings);
    });

    /// <exception cref="StartFailureException">The connection string cannot be understood.</exception>
    public ConnectionMultiplexer OpenRedis() => ConnectionStrings.Open(nameof(Redis), () => RedisConnection.Open(Redis, ClientName));
}

using Inventory.Stock.Cache;
using Npgsql;
using StackExchange.Redis;

namespace Inventory.Api.Hosting;

/// <summary>The connection strings. There is no fallback: a guessed server would be somebody else's.</summary>
internal sealed record ConnectionSettings(string Postgres, string Redis)
{
    private const string ClientName = "inventory-api";

    /// <exception cref="StartFailureException">One is missing.</exception>
    public static ConnectionSettings From(IConfiguration configuration)
    {
        var missing = new[] { nameof(Postgres), nameof(Redis) }
            .Where(name => string.IsNullOrWhiteSpace(configuration.GetConnectionString(name)))
            .Select(name => $"ConnectionStrings__{name}")
            .ToArray();
        return missing.Length > 0
            ? throw new StartFailureException($"Missing setting: {string.Join(", ", missing)}. Set it in the environment or in appsettings.json.")
            : new ConnectionSettings(configuration.GetConnectionString(nameof(Postgres))!, configuration.GetConnectionString(nameof(Redis))!);
    }

    /// <exception cref="StartFailureException">The connection string cannot be understood.</exception>
    public NpgsqlDataSource CreateDataSource()
    {
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(Postgres);
            settings.ApplicationName ??= ClientName;

            // The API writes nothing: a mistake that would is refused by the server, even where the user may write.
            // Given at the start of the session, because a SET would not outlive the connection's return to the pool.
            settings.Options = $"{settings.Options} -c default_transaction_read_only=on".TrimStart();
            return NpgsqlDataSource.Create(settings);
        }
        catch (ArgumentException malformed)
        {
            throw new StartFailureException($"ConnectionStrings__Postgres cannot be understood: {Sentence(malformed)}", malformed);
        }
    }

    /// <exception cref="StartFailureException">The connection string cannot be understood.</exception>
    public async Task<ConnectionMultiplexer> OpenRedisAsync()
    {
        try
        {
            return await RedisConnection.OpenAsync(Redis, ClientName);
        }
        catch (ArgumentException malformed)
        {
            throw new StartFailureException($"ConnectionStrings__Redis cannot be understood: {Sentence(malformed)}", malformed);
        }
    }

    private static string Sentence(ArgumentException malformed) => $"{malformed.Message.Split('\r', '\n')[0].TrimEnd('.')}.";
}

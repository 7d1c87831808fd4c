using Inventory.Stock.Cache;
using Inventory.Stock.Hosting;
using Inventory.Stock.Storage;
using Npgsql;
using StackExchange.Redis;

namespace Inventory.Worker.Hosting;

/// <summary>The servers that the worker needs.</summary>
public sealed record ConnectionSettings(string Postgres, string Redis, string RabbitMq)
{
    private const string ClientName = "inventory-worker";

    /// <exception cref="StartFailureException">One is missing, or is no address of RabbitMQ.</exception>
    public static ConnectionSettings From(IConfiguration configuration)
    {
        var found = ConnectionStrings.Require(configuration, nameof(Postgres), nameof(Redis), nameof(RabbitMq));
        return Uri.TryCreate(found[2], UriKind.Absolute, out var uri) && uri.Scheme is ("amqp" or "amqps")
            ? new ConnectionSettings(found[0], found[1], found[2])
            : throw new StartFailureException("ConnectionStrings__RabbitMq is not an amqp:// or amqps:// address.");
    }

    /// <exception cref="StartFailureException">The connection string cannot be understood.</exception>
    public NpgsqlDataSource CreateDataSource() => ConnectionStrings.Open(nameof(Postgres), () => PostgresSessions.CreateDataSource(Postgres, ClientName));

    /// <summary>For the groups alone, which have a session of their own.</summary>
    /// <exception cref="StartFailureException">The connection string cannot be understood.</exception>
    public NpgsqlDataSource CreateGroupDataSource() => ConnectionStrings.Open(nameof(Postgres), () => PostgresSessions.CreateGroupDataSource(Postgres, ClientName));

    /// <exception cref="StartFailureException">The connection string cannot be understood.</exception>
    public ConnectionMultiplexer OpenRedis() => ConnectionStrings.Open(nameof(Redis), () => RedisConnection.Open(Redis, ClientName));
}

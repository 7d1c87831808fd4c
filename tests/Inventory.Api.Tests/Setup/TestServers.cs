using DotNet.Testcontainers.Builders;
using Inventory.Api.Tests.Setup;
using Testcontainers.PostgreSql;
using Testcontainers.Redis;

[assembly: AssemblyFixture(typeof(TestServers))]

namespace Inventory.Api.Tests.Setup;

/// <summary>
/// PostgreSQL and Redis for all tests: those that the connection strings in the environment name, otherwise containers.
/// Redis has at least 48 logical databases, and the PostgreSQL user may create databases and roles.
/// </summary>
public sealed class TestServers : IAsyncLifetime
{
    private PostgreSqlContainer? _postgres;
    private RedisContainer? _redis;

    public string Postgres { get; private set; } = Environment.GetEnvironmentVariable("ConnectionStrings__Postgres") ?? "";

    public string Redis { get; private set; } = Environment.GetEnvironmentVariable("ConnectionStrings__Redis") ?? "";

    public async ValueTask InitializeAsync()
    {
        if (Postgres.Length > 0 && Redis.Length > 0)
        {
            return;
        }

        try
        {
            _postgres = new PostgreSqlBuilder("postgres:17.6-alpine").Build();
            _redis = new RedisBuilder("redis:7.4.5-alpine").WithCommand("redis-server", "--save", "", "--databases", "64").Build();
            await Task.WhenAll(_postgres.StartAsync(), _redis.StartAsync());
            (Postgres, Redis) = (_postgres.GetConnectionString(), _redis.GetConnectionString());
        }
        catch (DockerUnavailableException none)
        {
            throw new InvalidOperationException(
                "No servers to test on: ConnectionStrings__Postgres or ConnectionStrings__Redis is not set and no Docker engine answers. "
                + "Run ./inventory test, which starts servers.",
                none);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await (_postgres?.DisposeAsync() ?? default);
        await (_redis?.DisposeAsync() ?? default);
    }
}

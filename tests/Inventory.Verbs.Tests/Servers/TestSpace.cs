using System.Security.Cryptography;
using Inventory.Worker.Hosting;
using Npgsql;
using StackExchange.Redis;

namespace Inventory.Verbs.Tests.Servers;

/// <summary>A corner of its own on each server: a database, a logical Redis database, a virtual host. Gone afterwards.</summary>
public sealed class TestSpace : IAsyncLifetime
{
    // Other test projects take other ranges.
    private const int FirstRedisDatabase = 17;
    private const int RedisDatabases = 15;
    private static int s_spaces;

    private readonly ServerAddresses _servers = TestRun.Servers.Addresses;
    private readonly string _name = $"verbs_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}";
    private readonly int _redisDatabase = FirstRedisDatabase + (Interlocked.Increment(ref s_spaces) % RedisDatabases);

    public ConnectionSettings Connections => new(
        new NpgsqlConnectionStringBuilder(_servers.Postgres) { Database = _name }.ConnectionString,
        $"{_servers.Redis},defaultDatabase={_redisDatabase}",
        new UriBuilder(_servers.RabbitMq) { Path = _name }.Uri.AbsoluteUri);

    public async ValueTask InitializeAsync()
    {
        await TestDatabase.CreateAsync(_servers.Postgres, _name);
        await using var redis = await ConnectionMultiplexer.ConnectAsync($"{_servers.Redis},allowAdmin=true");
        await redis.GetServers()[0].FlushDatabaseAsync(_redisDatabase);
        using var management = new BrokerManagement(_servers.RabbitMqManagement);
        await management.CreateVirtualHostAsync(_name);
    }

    public async ValueTask DisposeAsync()
    {
        using var management = new BrokerManagement(_servers.RabbitMqManagement);
        await management.DeleteVirtualHostAsync(_name);
        await TestDatabase.DropAsync(_servers.Postgres, _name);
    }
}

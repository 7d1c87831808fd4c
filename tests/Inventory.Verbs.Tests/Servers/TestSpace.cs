using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
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

    private readonly string _name = $"verbs_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}";
    private readonly int _redisDatabase = FirstRedisDatabase + (Interlocked.Increment(ref s_spaces) % RedisDatabases);

    public ConnectionSettings Connections => new(
        new NpgsqlConnectionStringBuilder(ServerAddresses.Postgres) { Database = _name }.ConnectionString,
        $"{ServerAddresses.Redis},defaultDatabase={_redisDatabase}",
        new UriBuilder(ServerAddresses.RabbitMq) { Path = _name }.Uri.AbsoluteUri);

    public async ValueTask InitializeAsync()
    {
        await ExecuteAsync($"CREATE DATABASE {_name}");
        await using var redis = await ConnectionMultiplexer.ConnectAsync($"{ServerAddresses.Redis},allowAdmin=true");
        await redis.GetServers()[0].FlushDatabaseAsync(_redisDatabase);
        using var management = Management();
        (await management.PutAsJsonAsync($"api/vhosts/{_name}", new { })).EnsureSuccessStatusCode();
        var all = new { configure = ".*", write = ".*", read = ".*" };
        (await management.PutAsJsonAsync($"api/permissions/{_name}/{User.Split(':')[0]}", all)).EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        using var management = Management();
        (await management.DeleteAsync(new Uri($"api/vhosts/{_name}", UriKind.Relative))).EnsureSuccessStatusCode();
        await ExecuteAsync($"DROP DATABASE {_name} WITH (FORCE)");
    }

    private static string User => Uri.UnescapeDataString(ServerAddresses.RabbitMqManagement.UserInfo);

    private static HttpClient Management()
    {
        var http = new HttpClient { BaseAddress = new UriBuilder(ServerAddresses.RabbitMqManagement) { UserName = "", Password = "" }.Uri };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(User)));
        return http;
    }

    private static async Task ExecuteAsync(string statement)
    {
        await using var dataSource = NpgsqlDataSource.Create(ServerAddresses.Postgres);
        await using var command = dataSource.CreateCommand(statement);
        await command.ExecuteNonQueryAsync();
    }
}

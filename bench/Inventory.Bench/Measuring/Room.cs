using System.Globalization;
using System.Text.Json;
using Inventory.Contracts;
using Npgsql;
using StackExchange.Redis;

namespace Inventory.Bench.Measuring;

/// <summary>A fresh database, virtual host and Redis database for one run; gone when disposed.</summary>
internal sealed class Room : IAsyncDisposable
{
    private const int RedisDatabase = 15;
    private const int LinesPerReceipt = 1_000;
    private const string ReceiptQueue = "inventory-stock-received";
    private readonly Servers _servers;
    private readonly string _name;
    private readonly HttpClient _management;

    private Room(Servers servers, string name)
    {
        _servers = servers;
        _name = name;
        _management = servers.OpenManagement();
        Postgres = new NpgsqlConnectionStringBuilder(servers.Postgres) { Database = name }.ConnectionString;
        Redis = $"{servers.Redis},defaultDatabase={RedisDatabase}";
        RabbitMq = new UriBuilder(servers.RabbitMq) { Path = name }.Uri;
    }

    public string Postgres { get; }

    public string Redis { get; }

    public Uri RabbitMq { get; }

    public static async Task<Room> OpenAsync(Servers servers, string name)
    {
        var room = new Room(servers, name);
        await room.ClearAsync();
        await room.ExecuteAsync($"CREATE DATABASE {name}");
        var user = Uri.UnescapeDataString(servers.Management.UserInfo.Split(':')[0]);
        (await room._management.PutAsync($"api/vhosts/{name}", null)).EnsureSuccessStatusCode();
        (await room._management.PutAsJsonAsync($"api/permissions/{name}/{user}", new { configure = ".*", write = ".*", read = ".*" }))
            .EnsureSuccessStatusCode();
        return room;
    }

    public async ValueTask DisposeAsync()
    {
        await ClearAsync();
        _management.Dispose();
    }

    /// <summary>Has the worker stock levels, and waits until it has.</summary>
    /// <param name="lines">A line per level; there are no others.</param>
    /// <param name="stream">Publishes the receipts.</param>
    /// <param name="worker">The worker.</param>
    public async Task StockAsync(IReadOnlyList<StockLine> lines, OrderStream stream, BenchProcess worker)
    {
        await stream.AwaitConsumerAsync(worker, ReceiptQueue);
        await stream.PublishAsync(
            lines.Chunk(LinesPerReceipt).Select((some, i) =>
            {
                var receipt = new StockReceived(string.Create(CultureInfo.InvariantCulture, $"opening-{i}"), DateTimeOffset.UnixEpoch, some);
                return (receipt.ReceiptId, JsonSerializer.SerializeToUtf8Bytes(receipt, JsonSerializerOptions.Web));
            }),
            "Inventory.Contracts:StockReceived");
        await AwaitLevelsAsync(lines.Count, worker);
        await RewriteRedisFileAsync();
    }

    /// <summary>Redis writes its file anew once it has doubled, which many levels bring near: not in the middle of what is measured.</summary>
    private async Task RewriteRedisFileAsync()
    {
        await using var redis = await ConnectAsAdminAsync();
        var server = redis.GetServers()[0];
        await AwaitRewriteAsync(server);
        await server.SaveAsync(SaveType.BackgroundRewriteAppendOnlyFile);
        await AwaitRewriteAsync(server);
    }

    private static async Task AwaitRewriteAsync(IServer redis)
    {
        while (await redis.InfoRawAsync("persistence") is { } state
            && (state.Contains("aof_rewrite_in_progress:1", StringComparison.Ordinal) || state.Contains("aof_rewrite_scheduled:1", StringComparison.Ordinal)))
        {
            await Task.Delay(100);
        }
    }

    private Task<ConnectionMultiplexer> ConnectAsAdminAsync() => ConnectionMultiplexer.ConnectAsync($"{_servers.Redis},allowAdmin=true");

    private async Task AwaitLevelsAsync(int count, BenchProcess worker)
    {
        await using var postgres = NpgsqlDataSource.Create(Postgres);
        await using var levels = postgres.CreateCommand("SELECT count(*) FROM inventory.mt_doc_stock_level");
        while (await CountAsync() < count)
        {
            worker.ThrowIfGone();
            await Task.Delay(100);
        }

        async Task<long> CountAsync()
        {
            try
            {
                return (long)(await levels.ExecuteScalarAsync())!;
            }
            catch (PostgresException early) when (early.SqlState == PostgresErrorCodes.UndefinedTable)
            {
                return 0; // A worker may listen before it has made its tables.
            }
        }
    }

    private async Task ClearAsync()
    {
        await _management.DeleteAsync($"api/vhosts/{_name}");
        NpgsqlConnection.ClearAllPools();
        await DropDatabaseAsync();
        await using var redis = await ConnectAsAdminAsync();
        await redis.GetServers()[0].FlushDatabaseAsync(RedisDatabase);
    }

    private async Task DropDatabaseAsync()
    {
        for (var left = TimeSpan.FromSeconds(60); ; left -= TimeSpan.FromSeconds(1))
        {
            try
            {
                await ExecuteAsync($"DROP DATABASE IF EXISTS {_name} WITH (FORCE)");
                return;
            }
            catch (PostgresException busy) when (busy.SqlState == PostgresErrorCodes.InsufficientPrivilege && left > TimeSpan.Zero)
            {
                // PostgreSQL is cleaning up in it (autovacuum), which no user but its own may end.
                await Task.Delay(TimeSpan.FromSeconds(1));
            }
        }
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_servers.Postgres);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}

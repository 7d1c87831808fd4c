using Inventory.Stock.Storage;
using Inventory.Testing.Servers;
using Npgsql;

namespace Inventory.IntegrationTests;

public sealed class SessionSettingsTests(TestServers servers)
{
    [Theory]
    [InlineData("lock_timeout", "10s")]
    [InlineData("idle_in_transaction_session_timeout", "30s")]
    [InlineData("jit", "off")]
    public async Task A_setting_of_the_write_path_holds_on_every_use_of_a_pooled_connection(string setting, string expected)
    {
        var onlyOne = new NpgsqlConnectionStringBuilder(servers.Addresses.Postgres) { MaxPoolSize = 1 }.ConnectionString;
        await using var dataSource = PostgresSessions.CreateDataSource(onlyOne, "tests");

        var values = new List<string>();
        for (var use = 0; use < 3; use++)
        {
            await using var command = dataSource.CreateCommand($"SELECT current_setting('{setting}')");
            values.Add((string)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!);
        }

        Assert.Equal([expected, expected, expected], values);
    }

    [Theory]
    [InlineData("jit", "off")]
    [InlineData("lock_timeout", "10s")]
    [InlineData("plan_cache_mode", "force_generic_plan")]
    [InlineData("enable_seqscan", "off")]
    [InlineData("enable_hashjoin", "off")]
    [InlineData("enable_mergejoin", "off")]
    public async Task A_setting_of_the_groups_session_outlives_a_transaction_that_failed(string setting, string expected)
    {
        await using var dataSource = PostgresSessions.CreateGroupDataSource(servers.Addresses.Postgres, "tests");

        var before = await ReadAsync(dataSource, setting);
        await FailAsync(dataSource);
        var after = await ReadAsync(dataSource, setting);

        Assert.Equal((expected, expected), (before.Value, after.Value));
        Assert.Equal(before.Session, after.Session);
    }

    [Fact]
    public async Task The_groups_of_a_worker_go_by_one_session()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using (await space.StartWorkerAsync())
        {
            for (var i = 0; i < 20; i++)
            {
                await space.StockAsync(($"SKU-{i}", 1));
            }

            await using var dataSource = NpgsqlDataSource.Create(space.Connections.Postgres);
            await using var command = dataSource.CreateCommand(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'inventory-worker' AND query = 'COMMIT'");
            Assert.Equal(1L, await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
        }
    }

    private static async Task<(string Value, int Session)> ReadAsync(NpgsqlDataSource dataSource, string setting)
    {
        await using var command = dataSource.CreateCommand($"SELECT current_setting('{setting}'), pg_backend_pid()");
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        await reader.ReadAsync(TestContext.Current.CancellationToken);
        return (reader.GetString(0), reader.GetInt32(1));
    }

    private static async Task FailAsync(NpgsqlDataSource dataSource)
    {
        await using var connection = await dataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand("SELECT 1 / 0", connection, transaction);
        await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
    }
}

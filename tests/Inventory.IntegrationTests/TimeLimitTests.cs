using Inventory.Stock.Storage;
using Inventory.Testing.Servers;
using Npgsql;

namespace Inventory.IntegrationTests;

public sealed class TimeLimitTests(TestServers servers)
{
    [Fact]
    public async Task The_time_limits_of_the_write_path_hold_on_every_use_of_a_pooled_connection()
    {
        var onlyOne = new NpgsqlConnectionStringBuilder(servers.Addresses.Postgres) { MaxPoolSize = 1 }.ConnectionString;
        await using var dataSource = StockStore.CreateDataSource(onlyOne, "tests");

        var limits = new List<string>();
        for (var use = 0; use < 3; use++)
        {
            await using var command = dataSource.CreateCommand(
                "SELECT current_setting('lock_timeout') || ', ' || current_setting('idle_in_transaction_session_timeout')");
            limits.Add((string)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!);
        }

        Assert.Equal(["10s, 30s", "10s, 30s", "10s, 30s"], limits);
    }
}

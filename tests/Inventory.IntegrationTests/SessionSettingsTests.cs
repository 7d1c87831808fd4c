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
        await using var dataSource = StockStore.CreateDataSource(onlyOne, "tests");

        var values = new List<string>();
        for (var use = 0; use < 3; use++)
        {
            await using var command = dataSource.CreateCommand($"SELECT current_setting('{setting}')");
            values.Add((string)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!);
        }

        Assert.Equal([expected, expected, expected], values);
    }
}

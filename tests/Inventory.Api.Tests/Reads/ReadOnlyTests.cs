using System.Net;
using Inventory.Api.Hosting;
using Inventory.Api.Tests.Setup;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using StackExchange.Redis;

namespace Inventory.Api.Tests.Reads;

public sealed class ReadOnlyTests(StockSpace space) : IClassFixture<StockSpace>
{
    [Fact]
    public async Task Rights_to_read_are_enough()
    {
        await space.StockAsync("cached", 1);
        await space.StoreAsync("stored", 2);
        var user = space.DatabaseName;
        await space.RunAsync($"CREATE ROLE {user} LOGIN PASSWORD 'reader'");
        await space.RunAsync($"GRANT USAGE ON SCHEMA inventory TO {user}");
        await space.RunAsync($"GRANT SELECT ON inventory.mt_doc_stock_level, inventory.movement, inventory.generation TO {user}");
        await space.RedisDatabase.ExecuteAsync("ACL", "SETUSER", user, "reset", "on", ">reader", "~stock:*", "+hgetall", "+info", "+@connection");
        try
        {
            var postgres = new NpgsqlConnectionStringBuilder(space.Postgres) { Username = user, Password = "reader" }.ConnectionString;
            var redis = ConfigurationOptions.Parse(space.Redis);
            (redis.User, redis.Password) = (user, "reader");
            await using var api = await RunningApi.StartAsync(postgres, redis.ToString(includePassword: true));

            await (await api.GetAsync("/stock/cached")).AssertStockAsync("cache");
            await (await api.GetAsync("/stock/stored")).AssertStockAsync("store");
            Assert.Equal(HttpStatusCode.OK, (await api.GetAsync("/stock/stored/movements")).StatusCode);
            Assert.Equal("Healthy", (string?)(await (await api.GetAsync("/health/ready")).JsonAsync())["status"]);
        }
        finally
        {
            await space.RunAsync($"REVOKE ALL ON inventory.mt_doc_stock_level, inventory.movement, inventory.generation FROM {user}");
            await space.RunAsync($"REVOKE ALL ON SCHEMA inventory FROM {user}");
            await space.RunAsync($"DROP ROLE {user}");
            await space.RedisDatabase.ExecuteAsync("ACL", "DELUSER", user);
        }
    }

    [Fact]
    public async Task PostgreSQL_would_refuse_a_write_even_to_a_user_who_may()
    {
        await using var api = await RunningApi.StartAsync(space.Postgres, space.Redis);
        await using var command = api.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand("DELETE FROM inventory.mt_doc_stock_level");

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));

        Assert.Equal(PostgresErrorCodes.ReadOnlySqlTransaction, refusal.SqlState);
    }

    [Fact]
    public void The_API_knows_no_broker()
    {
        var referenced = typeof(ApiHost).Assembly.GetReferencedAssemblies().Select(assembly => assembly.Name);

        Assert.DoesNotContain(referenced, name => name!.StartsWith("MassTransit", StringComparison.Ordinal) || name.StartsWith("RabbitMQ", StringComparison.Ordinal));
        Assert.False(File.Exists(Path.Combine(AppContext.BaseDirectory, "MassTransit.dll")));
    }
}

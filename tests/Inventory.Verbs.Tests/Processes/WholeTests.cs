using System.Text.Json;
using Inventory.Verbs.Tests.Servers;
using Npgsql;
using StackExchange.Redis;

namespace Inventory.Verbs.Tests.Processes;

/// <summary>The verbs as a person uses them, one after the other, beside a real worker.</summary>
public sealed class WholeTests(TestSpace space) : IClassFixture<TestSpace>
{
    [Fact]
    public async Task Files_go_in_once_however_often_they_are_sent_and_the_audit_finds_what_is_planted()
    {
        var folder = Directory.CreateTempSubdirectory();
        var (stock, orders) = (Path.Combine(folder.FullName, "stock.csv"), Path.Combine(folder.FullName, "orders.csv"));
        await File.WriteAllTextAsync(stock, "sku,quantity,location\nA,10,\nB,5,north\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            orders,
            """
            Invoice,At,Item,Units,Shop
            1,2010-12-01 08:26:00,A,3,
            2,2010-12-01 08:26:00,A,99,
            3,2010-12-01 08:26:00,X,1,
            1,2010-12-01 08:26:00,B,2,north
            C4,2010-12-01 08:26:00,A,-1,
            5,2010-12-01 08:26:00,A,-1,
            6,2010-12-01 08:26:00,A,many,
            """,
            TestContext.Current.CancellationToken);
        string[] publish = ["publish-orders", orders, "--map=order_id=Invoice,placed_at=At,sku=Item,quantity=Units,location=Shop", "--return-prefix", "C"];

        // Nobody has declared a queue yet: what is published before the first worker starts must wait for it.
        Assert.Equal(0, (await WorkerProcess.RunAsync(space.Connections, "import-stock", stock, "--no-wait")).ExitCode);
        await using var worker = await WorkerProcess.StartAsync(space.Connections);
        Assert.Contains("1 recorded", (await WorkerProcess.RunAsync(space.Connections, "import-stock", stock)).Output, StringComparison.Ordinal);

        var first = await WorkerProcess.RunAsync(space.Connections, publish);
        Assert.Contains("1 committed, 2 rejected (1 OutOfStock, 1 UnknownSku)", first.Output, StringComparison.Ordinal);
        Assert.Contains("orders.csv, line 8: quantity 'many' is not a whole number; order 6 is left out.", first.Errors, StringComparison.Ordinal);
        Assert.Contains("orders.csv, line 7: order 5 has a negative quantity", first.Errors, StringComparison.Ordinal);
        Assert.Equal(1, first.ExitCode);
        var state = await StateAsync();

        var second = await WorkerProcess.RunAsync(space.Connections, publish);
        Assert.Contains("4 of 4 were recorded before", second.Output, StringComparison.Ordinal);
        Assert.Equal(state, await StateAsync());

        Assert.Contains("2 levels checked, 0 differences.", (await WorkerProcess.RunAsync(space.Connections, "audit")).Output, StringComparison.Ordinal);
        await using (var redis = await ConnectionMultiplexer.ConnectAsync(space.Connections.Redis))
        {
            await redis.GetDatabase().HashSetAsync("stock:{A}", "default:onHand", 99);
        }

        var found = await WorkerProcess.RunAsync(space.Connections, "audit", "--json");
        Assert.Equal(1, found.ExitCode);
        Assert.Equal("A:default", JsonDocument.Parse(found.Output).RootElement.GetProperty("differences")[0].GetProperty("level").GetString());
        Assert.Equal(0, (await WorkerProcess.RunAsync(space.Connections, "audit", "--repair")).ExitCode);
        Assert.Contains("2 levels written to Redis", (await WorkerProcess.RunAsync(space.Connections, "rebuild-cache")).Output, StringComparison.Ordinal);

        for (var run = 0; run < 2; run++)
        {
            var demo = await WorkerProcess.RunAsync(space.Connections, "demo", "--orders", "300", "--skus=50", "--seed", "7");
            Assert.Equal((0, ""), (demo.ExitCode, demo.Errors));
            Assert.Contains("52 levels checked, 0 differences", demo.Output, StringComparison.Ordinal);
            Assert.DoesNotContain('\u001b', demo.Output);
        }

        folder.Delete(recursive: true);
    }

    private async Task<string> StateAsync()
    {
        await using var dataSource = NpgsqlDataSource.Create(space.Connections.Postgres);
        await using var command = dataSource.CreateCommand("SELECT string_agg(id || data || mt_version, ' ' ORDER BY id) FROM inventory.mt_doc_stock_level");
        return (string)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}

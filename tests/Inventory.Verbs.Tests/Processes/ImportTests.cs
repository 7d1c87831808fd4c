using System.Globalization;
using Inventory.Verbs.Tests.Servers;
using Npgsql;

namespace Inventory.Verbs.Tests.Processes;

public sealed class ImportTests(TestSpace space) : IClassFixture<TestSpace>
{
    private const int Lines = 60_000;

    [Fact]
    public async Task An_import_that_died_in_its_middle_with_its_worker_is_completed_by_the_same_command()
    {
        var folder = Directory.CreateTempSubdirectory();
        var file = Path.Combine(folder.FullName, "stock.csv");
        await File.WriteAllLinesAsync(
            file,
            ["sku,quantity", .. Enumerable.Range(1, Lines).Select(number => string.Create(CultureInfo.InvariantCulture, $"SKU-{number},{number}"))],
            TestContext.Current.CancellationToken);

        await using (var worker = await WorkerProcess.StartAsync(space.Connections))
        await using (WorkerProcess.Begin(space.Connections, null, "import-stock", file))
        {
            while (await CountAsync("operation") == 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), TestContext.Current.CancellationToken);
            }
        }

        Assert.InRange(await CountAsync("operation"), 1, (Lines / 100) - 1);
        await using var next = await WorkerProcess.StartAsync(space.Connections);
        for (var run = 0; run < 2; run++)
        {
            var ending = await WorkerProcess.RunAsync(space.Connections, "import-stock", file);
            Assert.Equal((0, ""), (ending.ExitCode, ending.Errors));
            Assert.Contains("600 recorded", ending.Output, StringComparison.Ordinal);
            Assert.Equal(Lines, await CountAsync("mt_doc_stock_level WHERE mt_version = 1 AND data ->> 'onHand' = substr(sku, 5)"));
            Assert.Equal(Lines, await CountAsync("movement"));
        }

        Assert.Contains("60,000 levels checked, 0 differences.", (await WorkerProcess.RunAsync(space.Connections, "audit")).Output, StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    private async Task<long> CountAsync(string rows)
    {
        await using var dataSource = NpgsqlDataSource.Create(space.Connections.Postgres);
        await using var command = dataSource.CreateCommand($"SELECT count(*) FROM inventory.{rows}");
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}

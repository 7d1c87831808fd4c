using System.Globalization;
using System.IO.Compression;
using Inventory.Verbs.Tests.Servers;
using Npgsql;
using StackExchange.Redis;

namespace Inventory.Verbs.Tests.Processes;

/// <summary>
/// A file of invoices goes through a real worker as orders, returns and write-offs, and what has got its stock ships: on hand is
/// then what was there − shipped + returned − written off, for every SKU and in PostgreSQL as in Redis.
/// </summary>
public sealed class ReplayTests : IAsyncLifetime
{
    /// <summary>The variable that names the file of real invoices, gzipped: December 2010 of 'Online Retail' (Daqing Chen, CC BY 4.0).</summary>
    private const string RealOrders = "INVENTORY_REAL_ORDERS";

    private readonly TestSpace _space = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public ValueTask InitializeAsync() => _space.InitializeAsync();

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return _space.DisposeAsync();
    }

    [Fact]
    public async Task A_made_up_file_ships_to_the_last_unit_except_what_was_refused()
    {
        var file = PathOf("orders.csv");
        await File.WriteAllLinesAsync(file, MadeUpOrders.Lines(seed: 1), TestContext.Current.CancellationToken);

        await ReplayAsync(file, MadeUpOrders.Refused);
    }

    [Fact]
    public async Task The_invoices_of_a_real_December_ship_to_the_last_unit()
    {
        var packed = Environment.GetEnvironmentVariable(RealOrders);
        Assert.SkipWhen(string.IsNullOrEmpty(packed), $"{RealOrders} does not name online-retail-2010-12.csv.gz, which the project does not contain.");
        var file = PathOf("2010-12.csv");
        await using (var source = new GZipStream(File.OpenRead(packed!), CompressionMode.Decompress))
        await using (var target = File.Create(file))
        {
            await source.CopyToAsync(target, TestContext.Current.CancellationToken);
        }

        var lines = OrderLines.Read(file);
        Assert.Equal((2_822, 1_629, 326, 70), (lines.Skus.Length, lines.Orders.Length, lines.Returns.Length, lines.WriteOffs));

        await ReplayAsync(file);
    }

    [Fact]
    public async Task An_order_that_contradicts_an_earlier_one_of_its_id_is_named_and_does_not_ship()
    {
        var (stock, orders) = (PathOf("stock.csv"), PathOf("orders.csv"));
        await File.WriteAllTextAsync(stock, "sku,quantity\nA,10\n", TestContext.Current.CancellationToken);
        await using var worker = await WorkerProcess.StartAsync(_space.Connections);
        await RunAsync("import-stock", stock);
        await File.WriteAllTextAsync(orders, "order_id,placed_at,sku,quantity\n1,2010-12-01,A,3\n2,2010-12-01,A,1\n", TestContext.Current.CancellationToken);
        await RunAsync("publish-orders", orders);

        await File.WriteAllTextAsync(orders, "order_id,placed_at,sku,quantity\n1,2010-12-01,A,4\n2,2010-12-01,A,1\n", TestContext.Current.CancellationToken);
        var ending = await WorkerProcess.RunAsync(_space.Connections, "publish-orders", orders, "--ship");

        Assert.Equal(1, ending.ExitCode);
        Assert.Contains("Recorded before with another content, so the first stands and these are in the error queue: 1.", ending.Errors, StringComparison.Ordinal);
        Assert.Contains("Shipping 1 of 2 orders.", ending.Output, StringComparison.Ordinal);
        var level = Assert.Single(await LevelsAsync());
        Assert.Equal((9, 3), (level.OnHand, level.Committed));
    }

    private async Task ReplayAsync(string file, string? refused = null)
    {
        var lines = OrderLines.Read(file);
        var (ordered, returned, writtenOff) = (lines.Ordered(refused), lines.Returned(), lines.WrittenOff());

        // Returns may come last, so an order must not need them: of every third SKU there is just enough.
        var opening = lines.Skus.Index().ToDictionary(sku => sku.Item, sku => Math.Max(1, ordered[sku.Item] + writtenOff[sku.Item] + (sku.Index % 3)));
        var stock = PathOf("opening.csv");
        await File.WriteAllLinesAsync(
            stock, ["sku,quantity", .. opening.Select(sku => string.Create(CultureInfo.InvariantCulture, $"{sku.Key},{sku.Value}"))], TestContext.Current.CancellationToken);
        string[] publish =
        [
            "publish-orders", file, "--return-prefix", "C", "--write-offs", "--ship",
            "--map", "order_id=InvoiceNo,placed_at=InvoiceDate,sku=StockCode,quantity=Quantity",
        ];
        await using var worker = await WorkerProcess.StartAsync(_space.Connections);

        await RunAsync("import-stock", stock);
        var first = await RunAsync(publish);

        var shipped = lines.Orders.Length - (refused is null ? 0 : 1);
        Assert.Contains(Invariant($"Orders       {shipped:N0} committed, {(refused is null ? "0 rejected" : "1 rejected (1 OutOfStock)")}\n"), first, StringComparison.Ordinal);
        Assert.Contains(Invariant($"Returns      {lines.Returns.Length:N0} recorded\n"), first, StringComparison.Ordinal);
        Assert.Contains(Invariant($"Write-offs   {lines.WriteOffs:N0} recorded\n"), first, StringComparison.Ordinal);
        Assert.Contains(Invariant($"Shipments    {shipped:N0} recorded\n"), first, StringComparison.Ordinal);
        var state = await LevelsAsync();
        Assert.Equal(
            lines.Skus.Select(sku => (sku, opening[sku] - ordered[sku] + returned[sku] - writtenOff[sku], 0L, 0L)),
            state.Select(level => (level.Sku, level.OnHand, level.Committed, level.Reserved)).OrderBy(level => level.Sku, StringComparer.Ordinal));
        Assert.Contains(Invariant($"{lines.Skus.Length:N0} levels checked, 0 differences."), await RunAsync("audit"), StringComparison.Ordinal);
        Assert.Equal(state, await CachedAsync(lines.Skus));

        var messages = lines.Orders.Length + lines.Returns.Length + lines.WriteOffs + shipped;
        Assert.Contains(Invariant($"{messages:N0} of {messages:N0} were recorded before"), await RunAsync(publish), StringComparison.Ordinal);
        Assert.Equal(state, await LevelsAsync());
    }

    private async Task<string> RunAsync(params string[] arguments)
    {
        var ending = await WorkerProcess.RunAsync(_space.Connections, arguments);
        Assert.Equal((0, ""), (ending.ExitCode, ending.Errors));
        return ending.Output;
    }

    private async Task<IReadOnlyList<Counters>> LevelsAsync()
    {
        await using var dataSource = NpgsqlDataSource.Create(_space.Connections.Postgres);
        await using var command = dataSource.CreateCommand(
            """
            SELECT data->>'sku', (data->>'onHand')::bigint, (data->>'committed')::bigint, (data->>'reserved')::bigint, mt_version
            FROM inventory.mt_doc_stock_level WHERE data->>'location' = 'default' ORDER BY data->>'sku' COLLATE "C"
            """);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var levels = new List<Counters>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            levels.Add(new Counters(reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4)));
        }

        return levels;
    }

    private async Task<IReadOnlyList<Counters>> CachedAsync(IReadOnlyList<string> skus)
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync(_space.Connections.Redis);
        RedisValue[] fields = ["default:onHand", "default:committed", "default:reserved", "default:version"];
        var values = await Task.WhenAll(skus.Select(sku => redis.GetDatabase().HashGetAsync($"stock:{{{sku}}}", fields)));
        return [.. skus.Zip(values, (sku, counters) => new Counters(sku, (long)counters[0], (long)counters[1], (long)counters[2], (long)counters[3]))];
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed record Counters(string Sku, long OnHand, long Committed, long Reserved, long Version);
}

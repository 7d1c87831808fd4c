using System.Globalization;
using System.Net;
using Inventory.Contracts;
using Inventory.Stock.Cache;
using Inventory.Stock.Decisions;
using Inventory.Stock.Generations;
using Inventory.Stock.Storage;
using Marten;
using Npgsql;
using StackExchange.Redis;

namespace Inventory.Api.Tests.Setup;

/// <summary>A PostgreSQL database and a logical Redis database of a test class's own, and what a worker would do in them.</summary>
public sealed class StockSpace : IAsyncLifetime
{
    // The first of the sixteen logical databases that are this project's; other test projects use others.
    private const int FirstRedisDatabase = 32;
    private static int s_spaces;

    private readonly ServerAddresses _servers = TestRun.Servers.Addresses;

    private readonly int _number = Interlocked.Increment(ref s_spaces) - 1;
    private int _receipts;
    private ConnectionMultiplexer _redis = null!;
    private NpgsqlDataSource _dataSource = null!;

    public string DatabaseName => string.Create(CultureInfo.InvariantCulture, $"inventory_api_tests_{Environment.ProcessId}_{_number}");

    public string Postgres => new NpgsqlConnectionStringBuilder(_servers.Postgres) { Database = DatabaseName }.ConnectionString;

    public string Redis => string.Create(CultureInfo.InvariantCulture, $"{_servers.Redis},defaultDatabase={FirstRedisDatabase + (_number % 16)}");

    /// <summary>A gate to Redis, and the connection string that leads through it. Does not wait long for a closed one.</summary>
    public (TcpGate Gate, string ConnectionString) RedisThroughGate(bool isOpen = true)
    {
        var options = ConfigurationOptions.Parse(Redis);
        var (host, port) = HostAndPort(options.EndPoints.Single());
        var gate = isOpen ? TcpGate.OpenTo(host, port) : TcpGate.ClosedTo(host, port);
        options.EndPoints.Clear();
        options.EndPoints.Add("127.0.0.1", gate.Port);
        options.ConnectTimeout = 200;
        return (gate, options.ToString(includePassword: true));
    }

    /// <summary>A gate to PostgreSQL, and the connection string that leads through it.</summary>
    public (TcpGate Gate, string ConnectionString) PostgresThroughGate(bool isOpen = true)
    {
        var settings = new NpgsqlConnectionStringBuilder(Postgres);
        var gate = isOpen ? TcpGate.OpenTo(settings.Host!, settings.Port) : TcpGate.ClosedTo(settings.Host!, settings.Port);
        return (gate, new NpgsqlConnectionStringBuilder(Postgres) { Host = "127.0.0.1", Port = gate.Port }.ConnectionString);
    }

    public StockCache Cache { get; private set; } = null!;

    public IDatabase RedisDatabase => _redis.GetDatabase();

    public async ValueTask InitializeAsync()
    {
        await TestDatabase.CreateAsync(_servers.Postgres, DatabaseName);
        _dataSource = PostgresSessions.CreateDataSource(Postgres, "tests");
        _redis = await ConnectionMultiplexer.ConnectAsync($"{Redis},allowAdmin=true");
        await RedisDatabase.ExecuteAsync("FLUSHDB");
        Cache = new StockCache(_redis);
        await using var store = StockSchema.CreateStore(_dataSource);
        await StockSchema.CreateAsync(store);
        await FillAsync(await BeginAsync());
    }

    /// <summary>Begins a generation and leaves it unfilled.</summary>
    public async Task<Generation> BeginAsync()
    {
        await using var store = StockSchema.CreateStore(_dataSource);
        return await RebuildWith(store).BeginAsync(TestContext.Current.CancellationToken);
    }

    public async Task FillAsync(Generation generation)
    {
        await using var store = StockSchema.CreateStore(_dataSource);
        await RebuildWith(store).FillAsync(generation, _ => { }, TestContext.Current.CancellationToken);
    }

    /// <summary>Commits a receipt in PostgreSQL, and leaves Redis alone: what it has lost, or not been told yet.</summary>
    public async Task<IReadOnlyList<Level>> StoreAsync(string sku, long quantity, string location = ContractLimits.DefaultLocation)
    {
        var now = DateTimeOffset.UnixEpoch;
        var receipt = new ReceiveStock(
            string.Create(CultureInfo.InvariantCulture, $"receipt-{Interlocked.Increment(ref _receipts)}"), now,
            [new LevelQuantity(new LevelKey(sku, location), quantity)], ReceiptReason.Purchase);
        await using var transaction = await new StockStore(_dataSource).BeginAsync(TestContext.Current.CancellationToken);
        var stock = await transaction.LoadAndLockAsync([receipt], TestContext.Current.CancellationToken);
        var verdicts = GroupDecider.Decide([receipt], stock, now);
        await transaction.CommitAsync(stock, verdicts, now);
        return [.. stock.Levels.Values];
    }

    /// <summary>Commits a receipt in PostgreSQL and writes it through to Redis, as a worker does.</summary>
    public async Task StockAsync(string sku, long quantity, string location = ContractLimits.DefaultLocation) =>
        await WriteThroughAsync(await StoreAsync(sku, quantity, location));

    public async Task WriteThroughAsync(IEnumerable<Level> levels) =>
        await Cache.WriteThroughAsync((await Generations.CurrentIdAsync(TestContext.Current.CancellationToken))!.Value, levels);

    /// <summary>Keeps everybody from reading levels in PostgreSQL until it is disposed of.</summary>
    public async Task<IAsyncDisposable> BlockReadsAsync(string table = "inventory.mt_doc_stock_level")
    {
        var connection = await _dataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand($"BEGIN; LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE", connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return connection;
    }

    public async Task RunAsync(string statement)
    {
        await using var command = _dataSource.CreateCommand(statement);
        await command.ExecuteNonQueryAsync();
    }

    private GenerationLog Generations => new(_dataSource);

    private CacheRebuild RebuildWith(DocumentStore store) => new(_dataSource, Generations, Cache, new StockReader(store));

    private static (string Host, int Port) HostAndPort(EndPoint endPoint) => endPoint switch
    {
        DnsEndPoint dns => (dns.Host, dns.Port),
        IPEndPoint ip => (ip.Address.ToString(), ip.Port),
        _ => throw new NotSupportedException($"{endPoint} is not on TCP."),
    };

    public async ValueTask DisposeAsync()
    {
        await RedisDatabase.ExecuteAsync("FLUSHDB");
        await _redis.DisposeAsync();
        await _dataSource.DisposeAsync();
        await TestDatabase.DropAsync(_servers.Postgres, DatabaseName);
    }
}

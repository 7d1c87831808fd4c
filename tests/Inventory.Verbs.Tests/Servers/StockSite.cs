using System.Collections.Immutable;
using Inventory.Contracts;
using Inventory.Stock.Auditing;
using Inventory.Stock.Cache;
using Inventory.Stock.Decisions;
using Inventory.Stock.Generations;
using Inventory.Stock.Storage;
using Marten;
using Npgsql;
using StackExchange.Redis;

namespace Inventory.Verbs.Tests.Servers;

/// <summary>Stock on real servers, settled as a worker settles it, and hands to spoil it with.</summary>
public sealed class StockSite : IAsyncLifetime
{
    public static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private readonly TestSpace _space = new();
    private DocumentStore? _documents;
    private ConnectionMultiplexer? _redis;

    public NpgsqlDataSource DataSource { get; private set; } = null!;

    public StockCache Cache { get; private set; } = null!;

    public LedgerAudit LedgerAudit => new(DataSource);

    /// <summary>Looks as often as any audit, without the pauses that give workers time to finish: here is none.</summary>
    public CacheAudit CacheAudit => CacheAuditWith(new HastyClock());

    public GenerationLog Generations => new(DataSource);

    public CacheRebuild Rebuild => new(DataSource, Generations, Cache, new StockReader(_documents!));

    public IDatabase Redis => _redis!.GetDatabase();

    public async ValueTask InitializeAsync()
    {
        await _space.InitializeAsync();
        DataSource = PostgresSessions.CreateDataSource(_space.Connections.Postgres, "tests");
        _documents = StockSchema.CreateStore(DataSource);
        _redis = RedisConnection.Open(_space.Connections.Redis, "tests");
        Cache = new StockCache(_redis);
        await StockSchema.CreateAsync(_documents);
        await Rebuild.FillAsync(await Rebuild.BeginAsync(TestContext.Current.CancellationToken), _ => { }, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _redis!.DisposeAsync();
        _documents!.Dispose();
        await DataSource.DisposeAsync();
        await _space.DisposeAsync();
    }

    public CacheAudit CacheAuditWith(TimeProvider clock) => new(new StockReader(_documents!), Cache, _redis!, clock);

    public Task<AuditReport> AuditAsync(bool repair = false) =>
        new StockAudit(LedgerAudit, CacheAudit).RunAsync(repair, TestContext.Current.CancellationToken);

    public static ReceiveStock Receipt(string id, params (string Sku, string Location, long Quantity)[] lines) =>
        new(id, Now, Lines(lines), ReceiptReason.Purchase);

    public static PlaceOrder Order(string id, params (string Sku, string Location, long Quantity)[] lines) => new(id, Now, Lines(lines));

    /// <summary>Commits and writes through.</summary>
    public async Task SettleAsync(params StockCommand[] commands) => await WriteThroughAsync(await CommitAsync(commands));

    public async Task WriteThroughAsync(IEnumerable<Level> levels) =>
        await Cache.WriteThroughAsync((await Generations.CurrentIdAsync(TestContext.Current.CancellationToken))!.Value, levels);

    /// <summary>Commits, and leaves Redis as it is.</summary>
    public async Task<IReadOnlyCollection<Level>> CommitAsync(params StockCommand[] commands)
    {
        await using var transaction = await new StockStore(DataSource).BeginAsync(TestContext.Current.CancellationToken);
        var stock = await transaction.LoadAndLockAsync(commands, TestContext.Current.CancellationToken);
        var verdicts = GroupDecider.Decide(commands, stock, Now);
        await transaction.CommitAsync(stock, verdicts, Now);
        return stock.Levels.Values;
    }

    /// <summary>Changes the ledger as only somebody can who takes its guard away first.</summary>
    public Task TamperWithLedgerAsync(string statement) => ExecuteAsync(
        $"""
        ALTER TABLE inventory.movement DISABLE TRIGGER append_only;
        {statement};
        ALTER TABLE inventory.movement ENABLE TRIGGER append_only;
        """);

    public async Task ExecuteAsync(string statement)
    {
        await using var command = DataSource.CreateCommand(statement);
        Assert.Equal(1, await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
    }

    private static ImmutableArray<LevelQuantity> Lines((string Sku, string Location, long Quantity)[] lines) =>
        [.. lines.Select(line => new LevelQuantity(new LevelKey(line.Sku, line.Location), line.Quantity)).OrderBy(line => line.Key, LevelKey.ById)];
}

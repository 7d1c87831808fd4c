using Inventory.Testing.Servers;
using Inventory.Testing.Workers;
using Npgsql;
using StackExchange.Redis;

namespace Inventory.Testing.Spaces;

/// <summary>
/// What one test has of the shared servers: a database, a virtual host and a logical database of Redis, with a publisher,
/// a subscriber and ways to look at what is stored. All of it is gone afterwards.
/// </summary>
public sealed class TestSpace : IAsyncDisposable
{
    private readonly TestServers _servers;
    private readonly string _name;
    private readonly int _redisDatabase;

    private TestSpace(TestServers servers, string name, int redisDatabase)
    {
        _servers = servers;
        _name = name;
        _redisDatabase = redisDatabase;
        var redis = ConfigurationOptions.Parse(servers.Addresses.Redis);
        redis.DefaultDatabase = redisDatabase;
        Connections = new Connections(
            new NpgsqlConnectionStringBuilder(servers.Addresses.Postgres) { Database = name }.ConnectionString,
            redis.ToString(includePassword: true),
            new UriBuilder(servers.Addresses.RabbitMq) { Path = name }.Uri.AbsoluteUri);
    }

    public Connections Connections { get; }

    /// <summary>A shop and a supplier, who publish.</summary>
    public Publisher Publisher { get; private set; } = null!;

    /// <summary>A subscriber, who hears every outcome.</summary>
    public Subscriber Subscriber { get; private set; } = null!;

    public QueueInspector Queues { get; private set; } = null!;

    public StockTables Tables { get; private set; } = null!;

    public StockHashes Hashes { get; private set; } = null!;

    public static async Task<TestSpace> OpenAsync(TestServers servers)
    {
        var space = new TestSpace(servers, servers.NewName(), await servers.TakeRedisDatabaseAsync());
        await Task.WhenAll(TestDatabase.CreateAsync(servers.Addresses.Postgres, space._name), servers.Management.CreateVirtualHostAsync(space._name));
        space.Tables = new StockTables(space.Connections.Postgres);
        space.Hashes = await StockHashes.OpenAsync(space.Connections.Redis);
        await space.Hashes.ClearAsync();
        space.Queues = new QueueInspector(space.Connections.RabbitMq, servers.Management, space._name);
        space.Publisher = new Publisher(space.Connections.RabbitMq);
        space.Subscriber = await Subscriber.OpenAsync(space.Connections.RabbitMq);
        return space;
    }

    /// <summary>A worker in this process, ready for messages.</summary>
    public Task<InProcessWorker> StartWorkerAsync(params (string Name, string Value)[] settings) =>
        InProcessWorker.StartAsync(Connections, settings);

    /// <summary>A worker as a process of its own, ready for messages.</summary>
    public Task<WorkerProcess> StartWorkerProcessAsync(params (string Name, string Value)[] settings) =>
        WorkerProcess.StartAsync(Connections, settings);

    /// <summary>Brings goods in, and waits until they are on the shelves.</summary>
    public async Task StockAsync(params (string Sku, long Quantity)[] goods)
    {
        var receipt = Given.Receipt($"opening {string.Join(' ', goods.Take(3))}", goods);
        await Publisher.PublishAsync(receipt);
        await Eventually.SeesAsync(Tables.OperationsAsync, operations => operations.Any(one => one.Id == $"StockReceived/{receipt.ReceiptId}"));
        await Eventually.SeesAsync(Hashes.SkusAsync, skus => goods.All(line => skus.Contains(line.Sku)));
    }

    public async ValueTask DisposeAsync()
    {
        await Publisher.DisposeAsync();
        await Subscriber.DisposeAsync();
        await Queues.DisposeAsync();
        await Tables.DisposeAsync();
        await Hashes.ClearAsync();
        await Hashes.DisposeAsync();
        await _servers.Management.DeleteVirtualHostAsync(_name);
        await TestDatabase.DropAsync(_servers.Addresses.Postgres, _name);
        _servers.ReturnRedisDatabase(_redisDatabase);
    }
}

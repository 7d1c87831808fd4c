using Inventory.Bench.CachePatterns.Reading;
using Inventory.Bench.CachePatterns.Services;
using Inventory.Bench.CachePatterns.Striking;
using Inventory.Bench.Measuring;
using Inventory.Contracts;
using Npgsql;
using StackExchange.Redis;

namespace Inventory.Bench.CachePatterns;

/// <summary>One run of one pattern: a backlog, a paced stream with readers, a slow reader, then kills.</summary>
internal sealed class PatternTrial(CachePattern pattern, int kills, int seed)
{
    public const double OrdersPerSecond = 100;
    public const double ReadsPerSecond = 1_000;

    private const int ReaderCount = 8;
    private const double StoreReadsPerSecond = 100;
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan s_backlog = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan s_paced = TimeSpan.FromSeconds(8);
    private static readonly Workload s_workload = Workload.ForCachePatterns;

    private readonly AnsweredVersions _answered = new();

    public async Task<PatternMeasurement> RunAsync(Servers servers)
    {
        await using var room = await Room.OpenAsync(servers, "inventory_bench");
        await using var stream = await OrderStream.OpenAsync(room.RabbitMq, _answered.Note);
        await using var service = new PatternService(pattern, s_workload, room, stream);
        await using var postgres = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(room.Postgres) { MaxAutoPrepare = 8 });
        await using var redis = await ConnectionMultiplexer.ConnectAsync($"{room.Redis},allowAdmin=true");
        await service.ReadyAsync(redis);
        await using var api = pattern == CachePattern.Inventory ? await StockApi.StartAsync(room) : null;
        var reader = new CacheReader(pattern, redis.GetDatabase(), postgres);
        Func<string, Task<StockReading>> read = api is null ? reader.ReadAsync : api.ReadAsync;

        var warm = await Trial.WarmUpAsync(s_workload, s_warmUp, stream, service.Process);
        var backlog = s_workload.Orders("backlog", (int)(warm * s_backlog.TotalSeconds));
        var drained = await Trial.DrainAsync(stream, service.Process, backlog);

        using var paced = new CancellationTokenSource();
        var reads = ReadAsync(read, paced.Token);
        var storeReads = new Readers(s_workload, _answered, 1, StoreReadsPerSecond).RunAsync(reader.ReadStoreAsync, paced.Token);
        var writes = await stream.PublishPacedAsync(s_workload.Orders("paced", (int)(OrdersPerSecond * s_paced.TotalSeconds)), OrdersPerSecond, service.Process);
        await paced.CancelAsync();

        var slow = api is null ? await SlowReaderAsync(reader, redis.GetDatabase(), stream, service) : null;
        var holdings = new Holdings(pattern, s_workload, postgres, redis.GetDatabase());
        var strikes = new Strikes(s_workload, OrdersPerSecond, service, stream, holdings, new Random(seed));
        var killed = new List<StrikeFinding>();
        for (var i = 0; i < kills; i++)
        {
            // While readers go on: what lies in the cache is what they put there, too.
            using var rest = new CancellationTokenSource();
            var reading = ReadAsync(read, rest.Token);
            killed.Add(await strikes.KillAsync());
            await rest.CancelAsync();
            await reading;
        }

        return new PatternMeasurement(
            backlog.Count / drained.TotalSeconds,
            Statistics.Percentile(writes, 0.5),
            Statistics.Percentile(writes, 0.99),
            await reads,
            await storeReads,
            slow,
            killed,
            await strikes.EmptyRedisAsync(redis.GetServers()[0], redis.GetDatabase().Database));
    }

    private Task<ReadFindings> ReadAsync(Func<string, Task<StockReading>> read, CancellationToken end) =>
        new Readers(s_workload, _answered, ReaderCount, ReadsPerSecond).RunAsync(read, end);

    /// <summary>The race of which cache-aside is known, brought about.</summary>
    private async Task<SlowReaderFinding> SlowReaderAsync(CacheReader reader, IDatabase redis, OrderStream stream, PatternService service)
    {
        var sku = s_workload.Skus.Last();
        await redis.KeyDeleteAsync(LevelCache.KeyOf(sku));
        await reader.ReadAsync(sku, async () =>
        {
            var order = Workload.Order("meanwhile", [new StockLine(sku, 1)]);
            await stream.PublishAsync([order]);
            await stream.AwaitAnswersAsync([order], service.Process);
        });
        var isStale = (await reader.ReadAsync(sku)).Version < _answered.Newest(sku);
        if (!isStale)
        {
            return new SlowReaderFinding(false, null);
        }

        // What was brought about is not to be counted with what comes by itself.
        var left = await redis.KeyTimeToLiveAsync(LevelCache.KeyOf(sku));
        await redis.KeyDeleteAsync(LevelCache.KeyOf(sku));
        return new SlowReaderFinding(true, left?.TotalSeconds);
    }
}

using Inventory.Bench.CachePatterns.Services;
using Inventory.Bench.Contestants;
using Inventory.Bench.Measuring;
using Inventory.Contracts;
using StackExchange.Redis;

namespace Inventory.Bench.CachePatterns;

/// <summary>The process that takes orders, which can be killed and started again.</summary>
internal sealed class PatternService(CachePattern pattern, Workload workload, Room room, OrderStream stream) : IAsyncDisposable
{
    public BenchProcess Process { get; private set; } = Start(pattern, workload, room);

    /// <summary>Waits until it takes orders and all levels are stocked: in Redis too, but where readers put them there.</summary>
    public async Task ReadyAsync(IConnectionMultiplexer redis)
    {
        await stream.AwaitConsumerAsync(Process);
        if (pattern == CachePattern.Inventory)
        {
            await room.StockAsync([.. workload.Skus.Select(sku => new StockLine(sku, Workload.OpeningStock))], stream, Process);
        }
        else if (!pattern.ReadersFill)
        {
            await new LevelCache(redis).WriteAsync([.. workload.Skus.Select(sku => new SimpleStock { Id = sku, OnHand = Workload.OpeningStock, Version = 1 })]);
        }
    }

    public Task KillAsync() => Process.KillAsync();

    public async Task RestartAsync()
    {
        await Process.DisposeAsync();
        Process = Start(pattern, workload, room);
    }

    public ValueTask DisposeAsync() => Process.DisposeAsync();

    private static BenchProcess Start(CachePattern pattern, Workload workload, Room room) =>
        BenchProcess.Start(pattern.Name, pattern.CommandFor(workload), room, pattern == CachePattern.Inventory ? WorkerProgram.Settings : []);
}

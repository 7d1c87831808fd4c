using Inventory.Bench.Measuring;

namespace Inventory.Bench.CachePatterns;

/// <summary>The process that takes orders, which can be killed and started again.</summary>
internal sealed class PatternService(CachePattern pattern, Workload workload, Room room, OrderStream stream) : IAsyncDisposable
{
    public BenchProcess Process { get; private set; } = Start(pattern, workload, room);

    /// <summary>Waits until it takes orders and all levels are stocked.</summary>
    public async Task ReadyAsync()
    {
        await stream.AwaitConsumerAsync(Process);
        if (pattern == CachePattern.Inventory)
        {
            await stream.PublishAsync(Trial.Receipts(workload.Skus), "Inventory.Contracts:StockReceived");
            await room.AwaitLevelsAsync(workload.SkuCount, Process);
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
        BenchProcess.Start(pattern.Name, pattern.CommandFor(workload), room, ("Inventory__Worker__Address", "http://127.0.0.1:0"));
}

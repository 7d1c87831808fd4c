using Inventory.Contracts;

namespace Inventory.Bench.Contestants;

/// <summary>The ceiling without MassTransit: shows what the framework costs.</summary>
internal sealed class RawCeiling(IConfiguration configuration, TimeProvider clock) : BackgroundService
{
    public const string Name = "raw-ceiling";

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => RawQueue.ConsumeAsync(
        configuration, prefetch: 1_000, order => Task.FromResult<object>(new StockCommitted(order.OrderId, [], clock.GetUtcNow())), stoppingToken);
}

namespace Inventory.Bench.CachePatterns.Services;

/// <summary>Writes to PostgreSQL what Redis was told before, a second's orders at once.</summary>
internal sealed class Flusher(UnflushedOrders unflushed, OrderDocuments documents) : BackgroundService
{
    /// <summary>The shortest that Hazelcast, for one, can be given: it counts in whole seconds.</summary>
    public static readonly TimeSpan Delay = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _turn = new(1);

    public async Task FlushAsync()
    {
        await _turn.WaitAsync();
        try
        {
            if (await unflushed.PeekAsync() is { Count: > 0 } decided)
            {
                await documents.StoreAsync(decided);
                await unflushed.ForgetAsync(decided.Count);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await FlushAsync();
    }

    public override void Dispose()
    {
        _turn.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Delay);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await FlushAsync();
        }
    }
}

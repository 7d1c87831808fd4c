using Inventory.Api.Reads;

namespace Inventory.Api.Health;

/// <summary>Asks both servers whether they answer reads of stock. One of them is enough to serve.</summary>
internal sealed class Readiness(CachedStock cache, StoredStock store)
{
    public async Task<ReadinessReport> CheckAsync(CancellationToken cancellationToken)
    {
        var reasons = await Task.WhenAll(cache.WhyAwayAsync(cancellationToken), store.WhyAwayAsync(cancellationToken));
        return ReadinessReport.Of(reasons[0], reasons[1]);
    }
}

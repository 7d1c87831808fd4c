namespace Inventory.Stock.Auditing;

/// <summary>
/// Ledger = documents = Redis, for every level. A repair mends Redis only: it is a projection. Where ledger and document
/// differ nobody can say which is right, so that is reported and left alone.
/// </summary>
public sealed class StockAudit(LedgerAudit ledger, CacheAudit cache)
{
    // A worker's write that Redis refused for the sake of a wrong version shows only after the repair.
    private const int Rounds = 3;

    public async Task<AuditReport> RunAsync(bool repair, CancellationToken cancellationToken)
    {
        var (levels, differences) = await ledger.CompareAsync(cancellationToken);
        var wrong = await cache.CompareAsync(cancellationToken);
        var repaired = 0;
        for (var round = 0; repair && wrong.Count > 0 && round < Rounds; round++)
        {
            repaired += await cache.RepairAsync(wrong);
            wrong = await cache.LookAgainAsync([.. wrong.Select(location => location.Key.Sku).Distinct()], cancellationToken);
        }

        return new AuditReport(levels, [.. differences, .. wrong.SelectMany(location => location.List())], repaired);
    }
}

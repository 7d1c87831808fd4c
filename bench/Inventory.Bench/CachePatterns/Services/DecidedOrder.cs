using Inventory.Contracts;

namespace Inventory.Bench.CachePatterns.Services;

/// <summary>An order with what was decided: what is stored of it, and what it is answered however often it comes.</summary>
public sealed record DecidedOrder(string Id, bool IsCommitted, IReadOnlyList<CommittedLine> Lines, DateTimeOffset DecidedAt)
{
    internal object Answer => IsCommitted
        ? new StockCommitted(Id, Lines, DecidedAt)
        : new StockRejected(Id, RejectionReason.OutOfStock, [], DecidedAt);
}

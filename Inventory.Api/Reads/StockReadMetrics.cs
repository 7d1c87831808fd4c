using System.Diagnostics.Metrics;

namespace Inventory.Api.Reads;

/// <summary>What the API counts, under the meter <c>Inventory.Api</c>.</summary>
internal sealed class StockReadMetrics : IDisposable
{
    public const string MeterName = "Inventory.Api";
    public const string ReadsName = "inventory.stock.reads";
    public const string FallbacksName = "inventory.stock.fallbacks";
    public const string QueriesName = "inventory.stock.store.queries";
    public const string CoalescedName = "inventory.stock.store.coalesced";
    public const string NotModifiedName = "inventory.stock.not_modified";

    private readonly Meter _meter;
    private readonly Counter<long> _reads;
    private readonly Counter<long> _fallbacks;
    private readonly Counter<long> _queries;
    private readonly Counter<long> _coalesced;
    private readonly Counter<long> _notModified;

    public StockReadMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _reads = _meter.CreateCounter<long>(ReadsName, "{sku}", "SKUs that were answered, by source.");
        _fallbacks = _meter.CreateCounter<long>(FallbacksName, "{sku}", "SKUs that Redis could not answer, by reason.");
        _queries = _meter.CreateCounter<long>(QueriesName, "{query}", "Queries sent to PostgreSQL.");
        _coalesced = _meter.CreateCounter<long>(CoalescedName, "{read}", "Reads that shared a query with an earlier one.");
        _notModified = _meter.CreateCounter<long>(NotModifiedName, "{response}", "Answers that the caller had already (304).");
    }

    public void Read(StockSource source) => _reads.Add(1, new KeyValuePair<string, object?>("source", source == StockSource.Cache ? "cache" : "store"));

    public void FellBack(Fallback reason) => _fallbacks.Add(1, new KeyValuePair<string, object?>("reason", reason switch
    {
        Fallback.Missing => "missing",
        Fallback.Behind => "behind",
        Fallback.Lost => "lost",
        _ => "unavailable",
    }));

    public void Queried() => _queries.Add(1);

    public void Coalesced() => _coalesced.Add(1);

    public void NotModified() => _notModified.Add(1);

    public void Dispose() => _meter.Dispose();
}

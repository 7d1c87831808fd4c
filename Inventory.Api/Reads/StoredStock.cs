using Inventory.Api.Hosting;
using Inventory.Stock.Cache;
using Inventory.Stock.Decisions;
using Inventory.Stock.Hosting;
using Inventory.Stock.Storage;
using Microsoft.Extensions.Options;

namespace Inventory.Api.Reads;

/// <summary>Reads levels from PostgreSQL: few at once, one per SKU at a time, none longer than the time limit.</summary>
internal sealed class StoredStock : IDisposable
{
    private readonly StockReader _store;
    private readonly LedgerReader _ledger;
    private readonly StockReadMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly TimeSpan _timeout;
    private readonly BoundedReads _bounded;
    private readonly SharedReads<IReadOnlyList<LevelReading>> _shared;
    private readonly DependencyState _state;

    public StoredStock(
        StockReader store, LedgerReader ledger, IOptions<ApiOptions> options, StockReadMetrics metrics, TimeProvider time, ILogger<StoredStock> logger)
    {
        _store = store;
        _ledger = ledger;
        _metrics = metrics;
        _time = time;
        _timeout = options.Value.StoreTimeout;
        _bounded = new BoundedReads(options.Value.StoreReadsAtOnce, _timeout, time);
        _shared = new SharedReads<IReadOnlyList<LevelReading>>(QueryAsync);
        _state = new DependencyState("PostgreSQL", "what Redis lacks cannot be read", time, logger);
    }

    /// <exception cref="StockUnavailableException">PostgreSQL is away.</exception>
    public async Task<IReadOnlyList<LevelReading>> ReadAsync(string sku, CancellationToken cancellationToken)
    {
        var read = _shared.Join(sku, out var isShared);
        if (isShared)
        {
            _metrics.Coalesced();
        }

        try
        {
            return await read.WaitAsync(_timeout, _time, cancellationToken);
        }
        catch (TimeoutException late)
        {
            throw new StockUnavailableException(late);
        }
    }

    /// <summary>Several SKUs in one query.</summary>
    /// <exception cref="StockUnavailableException">PostgreSQL is away.</exception>
    public Task<ILookup<string, LevelReading>> ReadAsync(IReadOnlyCollection<string> skus, CancellationToken cancellationToken) =>
        ObserveAsync(limit => _store.ReadAsync(skus, limit)).WaitAsync(cancellationToken);

    /// <summary>The movements of a level to versions below one, newest first.</summary>
    /// <exception cref="StockUnavailableException">PostgreSQL is away.</exception>
    public Task<IReadOnlyList<LedgerEntry>> ReadLedgerAsync(LevelKey key, long beforeVersion, int limit, CancellationToken cancellationToken) =>
        ObserveAsync(time => _ledger.ReadAsync(key, beforeVersion, limit, time)).WaitAsync(cancellationToken);

    /// <summary>Why PostgreSQL cannot answer reads; null where it can.</summary>
    public async Task<string?> WhyAwayAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ReadAsync(StockQuestion.NobodysSku, cancellationToken);
            return null;
        }
        catch (StockUnavailableException unavailable)
        {
            return ServerFailure.Describe(unavailable.InnerException!);
        }
    }

    public void Dispose() => _bounded.Dispose();

    private Task<IReadOnlyList<LevelReading>> QueryAsync(string sku, Action begin) => ObserveAsync(limit =>
    {
        begin();
        return _store.ReadAsync(sku, limit);
    });

    private async Task<T> ObserveAsync<T>(Func<CancellationToken, Task<T>> query)
    {
        try
        {
            var answer = await _bounded.RunAsync(limit =>
            {
                _metrics.Queried();
                return query(limit);
            });
            _state.Answered();
            return answer;
        }
        catch (Exception away) when (ServerFailure.IsOfServer(away))
        {
            _state.Failed(away);
            throw new StockUnavailableException(away);
        }
    }
}

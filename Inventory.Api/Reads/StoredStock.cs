using Inventory.Api.Hosting;
using Inventory.Stock.Cache;
using Inventory.Stock.Decisions;
using Inventory.Stock.Hosting;
using Inventory.Stock.Storage;
using Microsoft.Extensions.Options;

namespace Inventory.Api.Reads;

/// <summary>Reads levels from PostgreSQL: by the trip, few queries at once, none longer than the time limit.</summary>
internal sealed class StoredStock : IDisposable
{
    private const int MostSkus = 1_000;

    private readonly StockReader _store;
    private readonly LedgerReader _ledger;
    private readonly StockReadMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly TimeSpan _timeout;
    private readonly BoundedReads _bounded;
    private readonly ReadTrips<Task<IReadOnlyList<LevelReading>>> _trips;
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
        _trips = new ReadTrips<Task<IReadOnlyList<LevelReading>>>(TravelAsync, MostSkus, time);
        _state = new DependencyState("PostgreSQL", "what Redis lacks cannot be read", time, logger);
    }

    /// <exception cref="StockUnavailableException">PostgreSQL is away.</exception>
    public async Task<IReadOnlyList<LevelReading>> ReadAsync(string sku, CancellationToken cancellationToken)
    {
        var trip = _trips.ReadAsync(sku, out var isShared).AsTask();
        if (isShared)
        {
            _metrics.Coalesced();
        }

        try
        {
            return await await trip.WaitAsync(_timeout, _time, cancellationToken);
        }
        catch (TimeoutException late)
        {
            throw new StockUnavailableException(late);
        }
    }

    /// <summary>Those of several SKUs, in the order asked for.</summary>
    /// <exception cref="StockUnavailableException">PostgreSQL is away.</exception>
    public async Task<IReadOnlyList<IReadOnlyList<LevelReading>>> ReadAsync(IReadOnlyList<string> skus, CancellationToken cancellationToken)
    {
        try
        {
            return await Task.WhenAll(await _trips.ReadAsync(skus).WaitAsync(_timeout, _time, cancellationToken));
        }
        catch (TimeoutException late)
        {
            throw new StockUnavailableException(late);
        }
    }

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

    private async Task<IReadOnlyList<Task<IReadOnlyList<LevelReading>>>> TravelAsync(IReadOnlyList<string> skus, long askedAt)
    {
        try
        {
            var found = await ObserveAsync(limit => _store.ReadAsync(skus, limit));
            return [.. skus.Select(sku => Task.FromResult<IReadOnlyList<LevelReading>>([.. found[sku]]))];
        }
        catch (Exception failure) when (skus.Count > 1 && failure is not StockUnavailableException)
        {
            // A document that cannot be read is not to spoil the others.
            return [.. skus.Select(ReadAloneAsync)];
        }
    }

    private async Task<IReadOnlyList<LevelReading>> ReadAloneAsync(string sku) => [.. (await ObserveAsync(limit => _store.ReadAsync([sku], limit)))[sku]];

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

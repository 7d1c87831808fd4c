using Inventory.Api.Answers;
using Inventory.Api.Hosting;
using Inventory.Stock.Cache;
using Inventory.Stock.Hosting;
using Microsoft.Extensions.Options;

namespace Inventory.Api.Reads;

/// <summary>Reads levels from Redis, within the time limit. That Redis is away is an answer here, not a fault.</summary>
internal sealed class CachedStock
{
    // Redis serves nobody else while it sends the hashes of a trip: for about a millisecond.
    private const int MostSkus = 1_000;

    private readonly StockCache _cache;
    private readonly GenerationCheck _generation;
    private readonly TimeProvider _time;
    private readonly TimeSpan _timeout;
    private readonly ReadTrips<CacheAnswer> _trips;
    private readonly DependencyState _state;

    public CachedStock(StockCache cache, GenerationCheck generation, IOptions<ApiOptions> options, TimeProvider time, ILogger<CachedStock> logger)
    {
        _cache = cache;
        _generation = generation;
        _time = time;
        _timeout = options.Value.RedisTimeout;
        _trips = new ReadTrips<CacheAnswer>(TravelAsync, MostSkus, time);
        _state = new DependencyState("Redis", "reads go to PostgreSQL", time, logger);
    }

    public ValueTask<CacheAnswer> ReadAsync(string sku) => _trips.ReadAsync(sku, out _);

    public Task<IReadOnlyList<CacheAnswer>> ReadAsync(IReadOnlyList<string> skus) => _trips.ReadAsync(skus);

    /// <summary>Why Redis cannot answer reads; null where it can.</summary>
    public async Task<string?> WhyAwayAsync(CancellationToken cancellationToken)
    {
        var (answers, failure) = await AskAsync([StockQuestion.NobodysSku], _timeout).WaitAsync(cancellationToken);
        return failure is not null ? ServerFailure.Describe(failure)
            : answers[0].Fallback is Fallback.Lost ? "holds no complete filling (the workers see to it)"
            : null;
    }

    private async Task<IReadOnlyList<CacheAnswer>> TravelAsync(IReadOnlyList<string> skus, long askedAt)
    {
        var left = _timeout - _time.GetElapsedTime(askedAt);
        var (answers, _) = await AskAsync(skus, left > TimeSpan.Zero ? left : TimeSpan.Zero);
        return answers;
    }

    private async Task<(IReadOnlyList<CacheAnswer> Answers, Exception? Failure)> AskAsync(IReadOnlyList<string> skus, TimeSpan limit)
    {
        try
        {
            // The client's own time-outs are checked once a second only.
            var (levels, isCurrent) = await ReadCurrentAsync(skus).WaitAsync(limit, _time);
            _state.Answered();
            return ([.. skus.Zip(levels, (sku, found) =>
                !isCurrent ? CacheAnswer.Not(Fallback.Lost) : found is null ? CacheAnswer.Not(Fallback.Missing) : CacheAnswer.Of(new SkuStock(sku, found)))], null);
        }
        catch (Exception away) when (ServerFailure.IsOfServer(away))
        {
            _state.Failed(away);
            return ([.. skus.Select(_ => CacheAnswer.Not(Fallback.Unavailable))], away);
        }
    }

    private async Task<(IReadOnlyList<LevelReading>?[] Levels, bool IsCurrent)> ReadCurrentAsync(IReadOnlyList<string> skus)
    {
        var reading = await _cache.ReadAsync(skus);
        return (reading.Levels, await _generation.AdmitsAsync(reading.Marker));
    }
}

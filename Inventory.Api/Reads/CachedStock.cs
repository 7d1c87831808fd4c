using Inventory.Api.Hosting;
using Inventory.Stock.Cache;
using Inventory.Stock.Hosting;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Inventory.Api.Reads;

/// <summary>Reads levels from Redis, within the time limit. That Redis is away is an answer here, not a fault.</summary>
internal sealed class CachedStock(StockCache cache, GenerationCheck generation, IOptions<ApiOptions> options, TimeProvider time, ILogger<CachedStock> logger)
{
    private readonly DependencyState _state = new("Redis", "reads go to PostgreSQL", time, logger);

    public async Task<CacheAnswer> ReadAsync(string sku, CancellationToken cancellationToken)
    {
        var (answer, _) = await AskAsync(sku, cancellationToken);
        return answer;
    }

    /// <summary>Why Redis cannot answer reads; null where it can.</summary>
    public async Task<string?> WhyAwayAsync(CancellationToken cancellationToken)
    {
        var (answer, failure) = await AskAsync(StockQuestion.NobodysSku, cancellationToken);
        return failure is not null ? ServerFailure.Describe(failure)
            : answer.Fallback is Fallback.Lost ? "holds no complete filling (the workers see to it)"
            : null;
    }

    private async Task<(CacheAnswer Answer, Exception? Failure)> AskAsync(string sku, CancellationToken cancellationToken)
    {
        try
        {
            // The client's own time-outs are checked once a second only.
            var (levels, isCurrent) = await ReadCurrentAsync(sku).WaitAsync(options.Value.RedisTimeout, time, cancellationToken);
            _state.Answered();
            return (!isCurrent ? CacheAnswer.Not(Fallback.Lost) : levels is null ? CacheAnswer.Not(Fallback.Missing) : CacheAnswer.Of(levels), null);
        }
        catch (RedisServerException stranger) when (stranger.Message.StartsWith("WRONGTYPE", StringComparison.Ordinal))
        {
            // Somebody else's value lies under this one key; the next write-through replaces it.
            return (CacheAnswer.Not(Fallback.Missing), null);
        }
        catch (Exception away) when (ServerFailure.IsOfServer(away))
        {
            _state.Failed(away);
            return (CacheAnswer.Not(Fallback.Unavailable), away);
        }
    }

    private async Task<(IReadOnlyList<LevelReading>? Levels, bool IsCurrent)> ReadCurrentAsync(string sku)
    {
        var reading = await cache.ReadAsync(sku);
        return (reading.Levels, await generation.AdmitsAsync(reading.Marker));
    }
}

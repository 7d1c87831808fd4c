using Inventory.Api.Hosting;
using Inventory.Stock.Cache;
using Microsoft.Extensions.Options;

namespace Inventory.Api.Reads;

/// <summary>Answers what stock there is: from Redis, and from PostgreSQL what Redis does not have.</summary>
internal sealed class StockLookup(
    CachedStock cache, StoredStock store, VersionFloor floor, StockReadMetrics metrics, IOptions<ApiOptions> options, TimeProvider time)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(10);

    /// <summary>The levels that were asked for. They can be older than the version asked for: PostgreSQL does not have it either.</summary>
    /// <exception cref="StockUnavailableException">Neither can answer.</exception>
    public async Task<StockReading> FindAsync(StockQuestion question, CancellationToken cancellationToken)
    {
        var cached = await AwaitCacheAsync(question, cancellationToken);
        if (cached.Levels is { } levels)
        {
            return Found(levels, StockSource.Cache);
        }

        metrics.FellBack(cached.Fallback!.Value);
        var stored = await store.ReadAsync(question.Sku, cancellationToken);
        floor.Raise(question.Sku, stored);
        return Found(question.Narrow(stored), StockSource.Store);
    }

    /// <summary>The levels of several SKUs, in the order asked for: one pipeline to Redis, one query for the rest.</summary>
    /// <exception cref="StockUnavailableException">Redis lacks some and PostgreSQL is away.</exception>
    public async Task<IReadOnlyList<(string Sku, StockReading Reading)>> FindAsync(IReadOnlyList<string> skus, CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(skus.Select(sku => AskCacheAsync(new StockQuestion(sku), cancellationToken)));
        var cached = skus.Zip(answers).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
        var lacking = skus.Where(sku => cached[sku].Levels is null).ToArray();
        foreach (var sku in lacking)
        {
            metrics.FellBack(cached[sku].Fallback!.Value);
        }

        var stored = lacking.Length == 0 ? null : await store.ReadAsync(lacking, cancellationToken);
        return [.. skus.Select(sku => (sku, cached[sku].Levels is { } levels ? Found(levels, StockSource.Cache) : FoundStored(sku)))];

        StockReading FoundStored(string sku)
        {
            LevelReading[] levels = [.. stored![sku]];
            floor.Raise(sku, levels);
            return Found(levels, StockSource.Store);
        }
    }

    /// <summary>Where a version is asked for, gives Redis a moment to get it: a reader's own write is on its way.</summary>
    private async Task<CacheAnswer> AwaitCacheAsync(StockQuestion question, CancellationToken cancellationToken)
    {
        var asked = time.GetTimestamp();
        var answer = await AskCacheAsync(question, cancellationToken);
        while (question.MinVersion is not null
            && answer.Fallback is Fallback.Missing or Fallback.Behind
            && time.GetElapsedTime(asked) < options.Value.MinVersionWait)
        {
            await Task.Delay(PollInterval, time, cancellationToken);
            answer = await AskCacheAsync(question, cancellationToken);
        }

        return answer;
    }

    private async Task<CacheAnswer> AskCacheAsync(StockQuestion question, CancellationToken cancellationToken)
    {
        var shown = floor.Of(question.Sku);
        var answer = await cache.ReadAsync(question.Sku, cancellationToken);
        if (answer.Levels is not { } levels)
        {
            return answer;
        }

        var narrowed = question.Narrow(levels);
        return narrowed.Count == 0 ? CacheAnswer.Not(Fallback.Missing)
            : floor.Admits(question.Sku, shown, levels) && question.IsMetBy(narrowed) ? CacheAnswer.Of(narrowed)
            : CacheAnswer.Not(Fallback.Behind);
    }

    private StockReading Found(IReadOnlyList<LevelReading> levels, StockSource source)
    {
        metrics.Read(source);
        return new StockReading(levels, source);
    }
}

using Inventory.Api.Answers;
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
    public async ValueTask<StockReading> FindAsync(StockQuestion question, CancellationToken cancellationToken)
    {
        var cached = Admit(question, floor.Of(question.Sku), await cache.ReadAsync(question.Sku));
        if (question.MinVersion is not null)
        {
            cached = await AwaitVersionAsync(question, cached, cancellationToken);
        }

        if (cached.Stock is { } stock)
        {
            return Found(stock, StockSource.Cache);
        }

        metrics.FellBack(cached.Fallback!.Value);
        return Found(question.Narrow(Stored(question.Sku, await store.ReadAsync(question.Sku, cancellationToken))), StockSource.Store);
    }

    /// <summary>The levels of several SKUs, in the order asked for: one trip to Redis, one to PostgreSQL for the rest.</summary>
    /// <exception cref="StockUnavailableException">Redis lacks some and PostgreSQL is away.</exception>
    public async Task<IReadOnlyList<StockReading>> FindAsync(IReadOnlyList<string> skus, CancellationToken cancellationToken)
    {
        var shown = skus.Select(floor.Of).ToArray();
        var answers = await cache.ReadAsync(skus);
        var found = new StockReading[skus.Count];
        var lacking = new List<int>();
        for (var i = 0; i < found.Length; i++)
        {
            var answer = Admit(new StockQuestion(skus[i]), shown[i], answers[i]);
            if (answer.Stock is { } stock)
            {
                found[i] = new StockReading(stock, StockSource.Cache);
            }
            else
            {
                metrics.FellBack(answer.Fallback!.Value);
                lacking.Add(i);
            }
        }

        if (lacking.Count > 0)
        {
            var stored = await store.ReadAsync([.. lacking.Select(i => skus[i])], cancellationToken);
            foreach (var (i, levels) in lacking.Zip(stored))
            {
                found[i] = new StockReading(Stored(skus[i], levels), StockSource.Store);
            }
        }

        foreach (var reading in found)
        {
            metrics.Read(reading.Source);
        }

        return found;
    }

    /// <summary>Gives Redis a moment to get the version that is asked for: a reader's own write is on its way.</summary>
    private async ValueTask<CacheAnswer> AwaitVersionAsync(StockQuestion question, CacheAnswer answer, CancellationToken cancellationToken)
    {
        var asked = time.GetTimestamp();
        while (answer.Fallback is Fallback.Missing or Fallback.Behind && time.GetElapsedTime(asked) < options.Value.MinVersionWait)
        {
            await Task.Delay(PollInterval, time, cancellationToken);
            answer = Admit(question, floor.Of(question.Sku), await cache.ReadAsync(question.Sku));
        }

        return answer;
    }

    /// <param name="question">What was asked.</param>
    /// <param name="shown">What had been shown of the SKU before Redis was asked: it is an argument that is worked out before the answer.</param>
    /// <param name="answer">What Redis answered.</param>
    private CacheAnswer Admit(StockQuestion question, IReadOnlyList<LevelReading>? shown, CacheAnswer answer)
    {
        if (answer.Stock is not { } stock)
        {
            return answer;
        }

        var narrowed = question.Narrow(stock);
        return narrowed.Levels.Count == 0 ? CacheAnswer.Not(Fallback.Missing)
            : floor.Admits(question.Sku, shown, stock.Levels) && question.IsMetBy(narrowed.Levels) ? CacheAnswer.Of(narrowed)
            : CacheAnswer.Not(Fallback.Behind);
    }

    private SkuStock Stored(string sku, IReadOnlyList<LevelReading> levels)
    {
        floor.Raise(sku, levels);
        return new SkuStock(sku, levels);
    }

    private StockReading Found(SkuStock stock, StockSource source)
    {
        metrics.Read(source);
        return new StockReading(stock, source);
    }
}

using Inventory.Stock.Cache;
using Inventory.Stock.Storage;
using Npgsql;

namespace Inventory.Stock.Generations;

/// <summary>How Redis stands to the generation that counts.</summary>
public enum GenerationStanding
{
    /// <summary>Redis does not hold it, or there is none: a new one is to be begun.</summary>
    Lost,

    /// <summary>It is being filled, or whoever filled it died.</summary>
    Filling,

    /// <summary>Redis holds all of it.</summary>
    Filled,
}

/// <summary>
/// Fills Redis from PostgreSQL when it has lost what it held. Begun in an instant, in which both servers agree on a new
/// generation; from then on workers write through to it. Then what was there before is deleted, unless it can only be old, and
/// every level is written, through the same guarded script as the workers', so whatever they write meanwhile stays. Only when all
/// are there, and nothing was lost since the beginning, is it marked as filled, and only then is anybody served from it.
/// </summary>
public sealed class CacheRebuild(NpgsqlDataSource dataSource, GenerationLog log, StockCache cache, StockReader reader)
{
    private const int PageSize = 1_000;

    public async Task<(GenerationStanding Standing, Generation? Current)> LookAsync(CancellationToken cancellationToken)
    {
        var current = await log.CurrentAsync(cancellationToken);
        return (await StandingAsync(current), current);
    }

    /// <summary>Begins a new generation if Redis does not hold the one that counts, or PostgreSQL has changed since.</summary>
    /// <returns>What was begun; null if nothing was lost, or another process was first.</returns>
    public Task<Generation?> BeginIfLostAsync(CancellationToken cancellationToken) =>
        log.BeginAsync(CauseAsync, cache.BeginGenerationAsync, cancellationToken);

    /// <summary>Begins a new generation in any case.</summary>
    public async Task<Generation> BeginAsync(CancellationToken cancellationToken) =>
        (await log.BeginAsync(_ => Task.FromResult<GenerationCause?>(GenerationCause.Asked), cache.BeginGenerationAsync, cancellationToken))!;

    /// <summary>The turn to fill; null while another process has it.</summary>
    public Task<Turn?> TryTakeTurnAsync(CancellationToken cancellationToken) => Turn.TryTakeAsync(dataSource, "filling Redis", cancellationToken);

    /// <summary>Fills Redis for a generation that has been begun.</summary>
    /// <param name="generation">The generation.</param>
    /// <param name="written">Told how many more levels are written, every page.</param>
    /// <param name="cancellationToken">Ends it; what was written stays, and nobody reads it.</param>
    /// <exception cref="GenerationLostException">Redis has lost it again, or another generation was begun: this filling is void.</exception>
    public async Task<FillReport> FillAsync(Generation generation, Action<int> written, CancellationToken cancellationToken)
    {
        // Versions that PostgreSQL has lost can be in a Redis that has lost nothing.
        List<LostCommit>? lost = generation.Cause is GenerationCause.PostgresChanged or GenerationCause.Asked ? [] : null;
        if (!(await cache.ReadMarkerAsync()).KeepsLevels)
        {
            await DeleteAsync(generation, lost, cancellationToken);
        }

        var levels = 0L;
        await foreach (var page in reader.PagesAsync(PageSize, cancellationToken))
        {
            await cache.WriteThroughAsync(generation.Id, page);
            levels += page.Count;
            written(page.Count);
        }

        await cache.CompleteGenerationAsync(generation.Id);
        await log.CompleteAsync(generation.Id, levels, lost?.Count, cancellationToken);
        return new FillReport(levels, lost);
    }

    private async Task DeleteAsync(Generation generation, List<LostCommit>? lost, CancellationToken cancellationToken)
    {
        await foreach (var skus in cache.SkusAsync(PageSize, cancellationToken))
        {
            lost?.AddRange(await FindLostAsync(skus, cancellationToken));
            await cache.ClearAsync(generation.Id, skus);
        }
    }

    // Redis is read first: what it holds was committed before that, so PostgreSQL must have it afterwards.
    private async Task<IEnumerable<LostCommit>> FindLostAsync(string[] skus, CancellationToken cancellationToken)
    {
        var held = await cache.ReadAsync(skus);
        var stored = await reader.ReadAsync(skus, cancellationToken);
        return skus.Zip(held.Levels, (sku, levels) => (levels ?? []).Select(level => new LostCommit(
                new(sku, level.Location), level.Version, stored[sku].FirstOrDefault(same => same.Location == level.Location)?.Version ?? 0)))
            .SelectMany(levels => levels)
            .Where(level => level.Held > level.Stored);
    }

    private async Task<GenerationCause?> CauseAsync(Generation? current) => current switch
    {
        null => GenerationCause.First,
        { IsOfThisTimeline: false } => GenerationCause.PostgresChanged,
        _ when await StandingAsync(current) is GenerationStanding.Lost => GenerationCause.RedisLost,
        _ => null,
    };

    private async Task<GenerationStanding> StandingAsync(Generation? current)
    {
        if (current is not { IsOfThisTimeline: true })
        {
            return GenerationStanding.Lost;
        }

        var (marker, server) = (await cache.ReadMarkerAsync(), await cache.ReadServerAsync());
        return marker.Id != current.Id.ToString() || marker.Server != server ? GenerationStanding.Lost
            : marker.IsFilled ? GenerationStanding.Filled
            : GenerationStanding.Filling;
    }
}

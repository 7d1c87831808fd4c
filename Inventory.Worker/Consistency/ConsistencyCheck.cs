using Inventory.Stock.Auditing;
using Inventory.Stock.Decisions;
using Inventory.Worker.Hosting;

namespace Inventory.Worker.Consistency;

/// <summary>
/// Compares levels a few at a time: half of them picked at random, half on a slow way through all. What differs is looked at again
/// after 1 s, 10 s and 5 min: what was on its way has arrived by then. What still differs is reported, and mended where it is Redis.
/// </summary>
public sealed partial class ConsistencyCheck(
    LiveComparison comparison, CacheAudit cache, TimeProvider clock, WorkerMetrics metrics, ILogger<ConsistencyCheck> logger)
{
    private static readonly TimeSpan[] s_waits = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(5)];

    private readonly Dictionary<LevelKey, (int Look, TimeSpan At)> _suspects = [];
    private readonly HashSet<LevelKey> _reported = [];
    private string _last = "";
    private long _passed;

    /// <summary>How many looks a level gets that differs at each.</summary>
    public static int Looks => s_waits.Length + 1;

    // Not the time of day, which may be set.
    private TimeSpan Now => clock.GetElapsedTime(0);

    /// <summary>Compares so many levels, and looks again at those whose time has come.</summary>
    public async Task RunAsync(int levels, CancellationToken cancellationToken)
    {
        Note(await comparison.SampleAsync((levels + 1) / 2, cancellationToken));
        Note(await NextAsync(levels / 2, cancellationToken));

        var now = Now;
        var due = _suspects.Where(suspect => suspect.Value.At <= now).ToArray();
        if (due.Length > 0)
        {
            var seen = (await comparison.LookAsync(due.Select(suspect => suspect.Key), cancellationToken)).ToDictionary(level => level.Key);
            foreach (var (key, (look, _)) in due)
            {
                await SettleAsync(seen.GetValueOrDefault(key) ?? new ComparedLevel(key), look, cancellationToken);
            }
        }
    }

    private async Task<IReadOnlyList<ComparedLevel>> NextAsync(int levels, CancellationToken cancellationToken)
    {
        if (levels == 0)
        {
            return [];
        }

        var page = await comparison.PageAsync(_last, levels, cancellationToken);
        _passed += page.Count;
        if (page.Count < levels)
        {
            LogPassed(logger, _passed);
            (_last, _passed) = ("", 0);
        }
        else
        {
            _last = page[^1].Key.Id;
        }

        return page;
    }

    private void Note(IReadOnlyList<ComparedLevel> levels)
    {
        metrics.Compared(levels.Count);
        foreach (var level in levels)
        {
            if (level.Difference is null)
            {
                _reported.Remove(level.Key);
            }
            else if (!_reported.Contains(level.Key))
            {
                Suspect(level.Key, look: 0);
            }
        }
    }

    private void Suspect(LevelKey key, int look)
    {
        if (_suspects.TryAdd(key, (look + 1, Now + s_waits[look])))
        {
            metrics.Differed(look);
        }
    }

    private async Task SettleAsync(ComparedLevel level, int look, CancellationToken cancellationToken)
    {
        _suspects.Remove(level.Key);
        if (level.Difference is null)
        {
            return;
        }

        if (look < s_waits.Length)
        {
            Suspect(level.Key, look);
            return;
        }

        metrics.Differed(look);
        LogDifference(logger, level.Key.Id, level.Difference);
        if (level.IsRedis)
        {
            // Seen by the audit's own eyes once more: it mends only what still is as it saw it.
            await cache.RepairAsync(await cache.LookAgainAsync([level.Key.Sku], cancellationToken));
        }
        else
        {
            // Nobody can say which of the two is right. Once is enough to say so.
            _reported.Add(level.Key);
        }
    }

    [LoggerMessage(LogLevel.Error, "{Level} differs: {Difference}. Redis is mended; ledger and document are left to people.")]
    private static partial void LogDifference(ILogger logger, string level, string difference);

    [LoggerMessage(LogLevel.Debug, "All {Levels} levels have been compared once more.")]
    private static partial void LogPassed(ILogger logger, long levels);
}

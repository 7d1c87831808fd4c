using Inventory.Stock.Generations;
using Inventory.Worker.Hosting;
using Microsoft.Extensions.Options;

namespace Inventory.Worker.Pipeline;

/// <summary>
/// Looks after the generation that Redis holds: notices within a second that it is lost, also when nothing is written, and
/// has Redis filled anew by one of the workers.
/// </summary>
public sealed partial class CacheKeeper(
    CacheRebuild rebuild, GroupRetry retry, TimeProvider clock, WorkerMetrics metrics, IOptions<WorkerOptions> options, ILogger<CacheKeeper> logger)
    : BackgroundService
{
    /// <summary>How often is looked; with the reader's own limit it bounds how long a stale level can be served.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private const int Shown = 10;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await retry.Prepared.WaitAsync(stoppingToken);
        var isAway = false;
        while (true)
        {
            try
            {
                // What Redis is asked cannot be cancelled, and a stop does not wait for it.
                await KeepAsync(stoppingToken).WaitAsync(stoppingToken);
                isAway = false;
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested && FaultPolicy.IsInfrastructure(failure))
            {
                // The pipeline meets the same outage and reports it; a word here once is enough.
                if (!isAway)
                {
                    LogWaiting(logger, failure.Message);
                }

                isAway = true;
            }

            await Task.Delay(isAway ? options.Value.LongestPause : Interval, clock, stoppingToken);
        }
    }

    private async Task KeepAsync(CancellationToken cancellationToken)
    {
        var (standing, _) = await rebuild.LookAsync(cancellationToken);
        if (standing is GenerationStanding.Filled)
        {
            return;
        }

        if (standing is GenerationStanding.Lost)
        {
            await rebuild.BeginIfLostAsync(cancellationToken);
        }

        await using var turn = await rebuild.TryTakeTurnAsync(cancellationToken);
        if (turn is not null && await rebuild.LookAsync(cancellationToken) is (GenerationStanding.Filling, { } generation))
        {
            try
            {
                await FillAsync(generation, cancellationToken);
            }
            catch (GenerationLostException again)
            {
                LogLostAgain(logger, again.Message);
            }
        }
    }

    private async Task FillAsync(Generation generation, CancellationToken cancellationToken)
    {
        LogFilling(logger, generation.Cause);
        var start = clock.GetTimestamp();
        var report = await rebuild.FillAsync(generation, _ => { }, cancellationToken);
        metrics.GenerationFilled(generation.Cause, report);
        LogFilled(logger, report.Levels, clock.GetElapsedTime(start).TotalSeconds);
        if (report.Lost is { Count: > 0 } lost)
        {
            LogLost(logger, lost.Count, string.Join(", ", lost.Take(Shown).Select(level => $"{level.Key.Id} (version {level.Held}, now {level.Stored})")));
        }
    }

    [LoggerMessage(LogLevel.Warning, "Redis is not looked after at present: {Reason}")]
    private static partial void LogWaiting(ILogger logger, string reason);

    [LoggerMessage(LogLevel.Warning, "Redis is being filled from PostgreSQL ({Cause}); until that is done, reads go to PostgreSQL.")]
    private static partial void LogFilling(ILogger logger, GenerationCause cause);

    [LoggerMessage(LogLevel.Warning, "This filling of Redis is void, and another will be begun: {Reason}")]
    private static partial void LogLostAgain(ILogger logger, string reason);

    [LoggerMessage(LogLevel.Information, "Redis is filled: {Levels} levels in {Seconds:F1} s.")]
    private static partial void LogFilled(ILogger logger, long levels, double seconds);

    [LoggerMessage(LogLevel.Error, "PostgreSQL has lost commits: Redis held {Levels} levels in later versions, among them {Examples}.")]
    private static partial void LogLost(ILogger logger, int levels, string examples);
}

using Inventory.Stock.Cache;
using Inventory.Stock.Storage;
using Inventory.Worker.Hosting;
using Microsoft.Extensions.Options;

namespace Inventory.Worker.Pipeline;

/// <summary>A server that the pipeline cannot do without.</summary>
public enum Dependency
{
    Postgres,
    Redis,
}

/// <summary>Waits for a server that is away, probing with a growing pause, and knows which one is waited for.</summary>
public sealed partial class DependencyGate(
    StockStore store, StockCache cache, TimeProvider clock, IOptions<WorkerOptions> options, ILogger<DependencyGate> logger)
{
    /// <summary>What is waited for, in words; null while nothing is.</summary>
    public string? WaitingFor { get; private set; }

    /// <summary>
    /// Returns when the server answers a probe again, after one pause at least. The pause starts the longer the more
    /// attempts have failed: a server may answer probes and still refuse the work.
    /// </summary>
    public async Task WaitAsync(Dependency dependency, Exception because, int attempt, CancellationToken cancellationToken)
    {
        WaitingFor = $"{dependency} is away: {because.Message}";
        LogWaiting(logger, dependency, because.Message);
        var since = clock.GetTimestamp();
        do
        {
            await Task.Delay(Pause(attempt++), clock, cancellationToken);
        }
        while (await WhyAwayAsync(dependency, cancellationToken) is not null);

        WaitingFor = null;
        LogBack(logger, dependency, clock.GetElapsedTime(since).TotalSeconds);
    }

    /// <summary>Asks the server now: null when it answers, else why it does not.</summary>
    public async Task<string?> WhyAwayAsync(Dependency dependency, CancellationToken cancellationToken)
    {
        try
        {
            await (dependency switch
            {
                Dependency.Postgres => store.ProbeAsync(cancellationToken),
                Dependency.Redis => cache.ProbeAsync(),
                _ => throw new ArgumentOutOfRangeException(nameof(dependency)),
            });
            return null;
        }
        catch (Exception failure) when (FaultPolicy.Classify(failure) is Fault.PostgresUnavailable or Fault.RedisUnavailable)
        {
            return failure.Message;
        }
    }

    private TimeSpan Pause(int attempt)
    {
        var (shortest, longest) = (options.Value.ShortestPause, options.Value.LongestPause);
        return attempt < 30 && shortest * (1 << attempt) < longest ? shortest * (1 << attempt) : longest;
    }

    [LoggerMessage(LogLevel.Warning, "{Dependency} is away; messages wait unacknowledged. {Reason}")]
    private static partial void LogWaiting(ILogger logger, Dependency dependency, string reason);

    [LoggerMessage(LogLevel.Information, "{Dependency} answers again after {Seconds:F1} s.")]
    private static partial void LogBack(ILogger logger, Dependency dependency, double seconds);
}

using Inventory.Stock.Cache;
using Inventory.Stock.Storage;
using Inventory.Worker.Hosting;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Inventory.Worker.Pipeline;

/// <summary>A server that the pipeline cannot do without.</summary>
public enum Dependency
{
    Postgres,
    Redis,
}

/// <summary>
/// Waits for a server that is away, probing with a growing pause, and knows which one is waited for. It is shut from the first
/// failure until work succeeds again: a server may answer probes and refuse the work, and when one is back another may be away.
/// </summary>
public sealed partial class DependencyGate(
    PostgresServer postgres, StockCache cache, TimeProvider clock, WorkerMetrics metrics, IOptions<WorkerOptions> options, ILogger<DependencyGate> logger)
{
    private readonly Lock _turning = new();
    private TaskCompletionSource<Task> _shut = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _opened = new();
    private (Dependency, string)? _kind;
    private long _since;

    /// <summary>What is waited for, in words; null while the gate is open.</summary>
    public string? WaitingFor { get; private set; }

    /// <summary>Ends when the gate is shut, or at once if it is, with what ends when it is opened again.</summary>
    public Task<Task> Shut => _shut.Task;

    /// <summary>
    /// Returns when the server answers a probe again, after one pause at least. The pause starts the longer the more
    /// attempts have failed: a server may answer probes and still refuse the work.
    /// </summary>
    public async Task WaitAsync(Dependency dependency, Exception because, int attempt, CancellationToken cancellationToken)
    {
        Close(dependency, because);
        do
        {
            await Task.Delay(Pause(attempt++), clock, cancellationToken);
        }
        while (await ProbeAsync(dependency, cancellationToken) is not null);
    }

    /// <summary>Says that the servers have done their work.</summary>
    public void Open()
    {
        if (WaitingFor is null)
        {
            return;
        }

        lock (_turning)
        {
            LogBack(logger, clock.GetElapsedTime(_since).TotalSeconds);
            WaitingFor = null;
            _shut = new TaskCompletionSource<Task>(TaskCreationOptions.RunContinuationsAsynchronously);
            _opened.SetResult();
        }
    }

    /// <summary>Asks the server now: null when it answers in time, else why it does not.</summary>
    public async Task<string?> WhyAwayAsync(Dependency dependency, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(options.Value.LongestPause, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await (dependency switch
            {
                Dependency.Postgres => postgres.ProbeAsync(either.Token),
                Dependency.Redis => cache.ProbeAsync().WaitAsync(either.Token),
                _ => throw new ArgumentOutOfRangeException(nameof(dependency)),
            });
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"No answer within {options.Value.LongestPause.TotalSeconds:0.##} s.";
        }
        catch (Exception failure) when (FaultPolicy.Classify(failure) is Fault.PostgresUnavailable or Fault.RedisUnavailable)
        {
            return failure.Message;
        }
    }

    private Task<string?> ProbeAsync(Dependency dependency, CancellationToken cancellationToken)
    {
        metrics.Probed(dependency);
        return WhyAwayAsync(dependency, cancellationToken);
    }

    private void Close(Dependency dependency, Exception because)
    {
        lock (_turning)
        {
            if (WaitingFor is null)
            {
                _since = clock.GetTimestamp();
                _opened = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            // A line for each kind of failure, not for each attempt: these go on for as long as the server is away.
            var kind = (dependency, because is PostgresException postgres ? postgres.SqlState : because.GetType().Name);
            if (WaitingFor is null || kind != _kind)
            {
                LogWaiting(logger, dependency, because.Message);
            }

            _kind = kind;
            WaitingFor = $"{dependency} is away: {because.Message}";
            _shut.TrySetResult(_opened.Task);
        }
    }

    private TimeSpan Pause(int attempt)
    {
        var (shortest, longest) = (options.Value.ShortestPause, options.Value.LongestPause);
        return attempt < 30 && shortest * (1 << attempt) < longest ? shortest * (1 << attempt) : longest;
    }

    [LoggerMessage(LogLevel.Warning, "{Dependency} is away; messages wait unacknowledged. {Reason}")]
    private static partial void LogWaiting(ILogger logger, Dependency dependency, string reason);

    [LoggerMessage(LogLevel.Information, "The servers do their work again after {Seconds:F1} s.")]
    private static partial void LogBack(ILogger logger, double seconds);
}

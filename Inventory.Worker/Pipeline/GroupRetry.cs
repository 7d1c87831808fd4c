using Inventory.Stock.Generations;
using Inventory.Stock.Storage;
using Inventory.Worker.Hosting;
using Marten;
using Microsoft.Extensions.Options;

namespace Inventory.Worker.Pipeline;

/// <summary>Settles one attempt at a group; throws where it failed.</summary>
internal delegate Task SettleGroup(IReadOnlyList<PendingCommand> group, CancellationToken cancellationToken);

/// <summary>
/// What happens to a group that failed. A server that is away is waited for, with the group held, even when its messages have
/// gone back to their queues meanwhile: only work that succeeds tells that a server works. A group that fails for its content
/// is split until the bad command stands alone; alone it gets a few more tries, then it is poison.
/// Trying again from the top is always safe: whatever was committed is recognised as repeated.
/// </summary>
public sealed partial class GroupRetry(
    DependencyGate gate, IDocumentStore documents, PostgresServer postgres, CacheRebuild rebuild, TimeProvider clock, WorkerMetrics metrics,
    IOptions<WorkerOptions> options, ILogger<GroupRetry> logger)
{
    private readonly TaskCompletionSource _prepared = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Done once the schema stands and groups are being taken.</summary>
    public Task Prepared => _prepared.Task;

    public bool IsPrepared => Prepared.IsCompleted;

    /// <summary>Creates the schema, waiting for PostgreSQL as long as it takes.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 0; !IsPrepared; attempt++)
        {
            try
            {
                await StockSchema.CreateAsync(documents);
                _prepared.SetResult();
                gate.Open();
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                await gate.WaitAsync(Dependency.Postgres, failure, attempt, cancellationToken);
            }
        }
    }

    internal async Task RunAsync(IReadOnlyList<PendingCommand> group, SettleGroup settle, CancellationToken cancellationToken)
    {
        var outages = 0;
        var failures = 0;
        var losses = 0;
        Func<CancellationToken, Task>? remedy = null;
        while (true)
        {
            try
            {
                if (remedy is not null)
                {
                    await remedy(cancellationToken);
                    remedy = null;
                }

                await settle(group, cancellationToken);
                gate.Open();
                return;
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                var fault = FaultPolicy.Classify(failure);
                metrics.GroupFailed(fault);
                if (DependencyOf(fault) is { } dependency)
                {
                    remedy = FaultPolicy.IsLockedOut(failure) ? EndStandstillsAsync : remedy;
                    await gate.WaitAsync(dependency, failure, outages++, cancellationToken);
                }
                else if (fault is Fault.GenerationLost)
                {
                    remedy = rebuild.BeginIfLostAsync;
                    await Task.Delay(losses++ == 0 ? TimeSpan.Zero : options.Value.ShortestPause, clock, cancellationToken);
                }
                else if (++failures < Tries(fault, group.Count))
                {
                    await Task.Delay(options.Value.ShortestPause, clock, cancellationToken);
                }
                else if (group.Count > 1)
                {
                    LogSplit(logger, group.Count, failure.Message);
                    await RunAsync([.. group.Take(group.Count / 2)], settle, cancellationToken);
                    await RunAsync([.. group.Skip(group.Count / 2)], settle, cancellationToken);
                    return;
                }
                else
                {
                    gate.Open();
                    LogPoison(logger, failure, group[0].Command.OperationId.ToString());
                    group[0].Fail(PoisonMessageException.Unprocessable(group[0].Command, failure));
                    return;
                }
            }
        }
    }

    private async Task EndStandstillsAsync(CancellationToken cancellationToken)
    {
        if (await postgres.EndStandstillsAsync(cancellationToken) is > 0 and var ended)
        {
            LogStandstill(logger, ended);
        }
    }

    private static Dependency? DependencyOf(Fault fault) => fault switch
    {
        Fault.PostgresUnavailable => Dependency.Postgres,
        Fault.RedisUnavailable => Dependency.Redis,
        _ => null,
    };

    // A group with a bad command in it fails every time, so it is split at once; only alone is a command given more tries. Who
    // is in the way of it alone has got further himself, so that does not go on for ever; with a damaged table it does.
    private static int Tries(Fault fault, int commands) => (fault, commands) switch
    {
        (Fault.Unprocessable, > 1) => 1,
        (Fault.Conflict, 1) => 50,
        _ => 5,
    };

    [LoggerMessage(LogLevel.Warning, "A group of {Commands} failed for its content and is split: {Reason}")]
    private static partial void LogSplit(ILogger logger, int commands, string reason);

    [LoggerMessage(LogLevel.Warning, "{Sessions} transactions were ended that stood still with their locks: their workers have been gone or without time since.")]
    private static partial void LogStandstill(ILogger logger, long sessions);

    [LoggerMessage(LogLevel.Error, "{Operation} cannot be processed and goes to the error queue.")]
    private static partial void LogPoison(ILogger logger, Exception failure, string operation);
}

using System.Collections.Immutable;
using Inventory.Contracts;
using Inventory.Stock.Cache;
using Inventory.Stock.Decisions;
using Inventory.Stock.Storage;
using Inventory.Worker.Hosting;
using Inventory.Worker.Messaging.Events;
using Microsoft.Extensions.Options;

namespace Inventory.Worker.Pipeline;

/// <summary>
/// The write path. Commands that wait are settled as one group: decided and committed in one PostgreSQL transaction,
/// written through to Redis, told of, and only then handed back to their consumers, whose return acknowledges them.
/// </summary>
public sealed class StockPipeline(
    StockStore store,
    StockCache cache,
    EventPublisher events,
    GroupRetry retry,
    TimeProvider clock,
    WorkerMetrics metrics,
    IOptions<WorkerOptions> options) : BackgroundService
{
    private readonly CommandQueue _queue = new(options.Value.MaxGroupCommands, options.Value.MaxGroupLines);

    /// <summary>Settles a command. When this returns, PostgreSQL and Redis both hold its outcome, and RabbitMQ has its events.</summary>
    /// <exception cref="PoisonMessageException">The command can never be settled.</exception>
    /// <exception cref="OperationCanceledException">The wait was given up; the command may be settled all the same.</exception>
    public Task SettleAsync(StockCommand command, CancellationToken cancellationToken)
    {
        var pending = new PendingCommand(command, cancellationToken);
        _queue.Add(pending);
        return pending.Settled.WaitAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await retry.PrepareAsync(stoppingToken);
            await events.ConnectAsync(stoppingToken);
            await foreach (var group in _queue.GroupsAsync(stoppingToken))
            {
                await retry.RunAsync(group, SettleAsync, stoppingToken);
            }
        }
        finally
        {
            _queue.Close();
        }
    }

    private async Task SettleAsync(IReadOnlyList<PendingCommand> group, CancellationToken cancellationToken)
    {
        using var measured = metrics.MeasureGroup(group.Count);
        var commands = group.Select(pending => pending.Command).ToArray();
        await using var transaction = await store.BeginAsync(cancellationToken);
        var stock = await transaction.LoadAndLockAsync(commands, cancellationToken);

        var now = clock.GetUtcNow();
        var verdicts = GroupDecider.Decide(commands, stock, now);

        // A repeated command may be all that is left of a crash after COMMIT: its levels go to Redis and its reports out again. These
        // are of whole commits, so the other levels in them go to Redis too: nobody is told of what it does not hold.
        var reports = await transaction.LoadChangesAsync(EarlierCommits(verdicts, stock), cancellationToken);
        var committed = await transaction.CommitAsync(stock, verdicts, now);
        var settled = SettledLevels(verdicts, stock).ToArray();
        await cache.WriteThroughAsync(transaction.Generation, settled, OtherLevels(reports, settled));

        measured.Succeeded(verdicts);
        _ = TellAndCompleteAsync(group, verdicts, committed is null ? reports : [.. reports, committed], cancellationToken);
    }

    /// <summary>Runs beside the next group. What is not told by the time the worker stops is told by the redelivery.</summary>
    private async Task TellAndCompleteAsync(
        IReadOnlyList<PendingCommand> group, ImmutableArray<Verdict> verdicts, IEnumerable<CommittedChanges> commits, CancellationToken cancellationToken)
    {
        try
        {
            await events.PublishAsync(SettledEvents.Of(verdicts, commits), cancellationToken);
        }
        catch (Exception failure)
        {
            foreach (var pending in group)
            {
                pending.Fail(failure);
            }

            return;
        }

        foreach (var (pending, verdict) in group.Zip(verdicts))
        {
            if (verdict is Verdict.Contradicted)
            {
                pending.Fail(PoisonMessageException.Contradiction(pending.Command));
            }
            else
            {
                pending.Settle();
            }
        }
    }

    private static Guid[] EarlierCommits(IEnumerable<Verdict> verdicts, StockState stock) =>
        [.. verdicts.OfType<Verdict.Repeated>()
            .Where(repeated => repeated.CommitId is not null && stock.Operations.ContainsKey(repeated.Command.OperationId))
            .Select(repeated => repeated.CommitId!.Value)
            .Distinct()];

    /// <summary>The levels in reports that are not settled here, each as the newest report has it.</summary>
    private static IEnumerable<LevelChange> OtherLevels(IEnumerable<CommittedChanges> reports, IEnumerable<Level> settled) => reports
        .SelectMany(commit => commit.Event.Changes)
        .OrderByDescending(change => change.Version)
        .ExceptBy(settled.Select(level => (level.Key.Sku, level.Key.Location)), change => (change.Sku, change.Location));

    private static IEnumerable<Level> SettledLevels(IEnumerable<Verdict> verdicts, StockState stock) =>
        verdicts
            .SelectMany(verdict => verdict switch
            {
                Verdict.Applied applied => applied.Decision.Movements.Select(movement => movement.Key),
                Verdict.Repeated repeated => stock.LevelsOf(repeated.Command),
                _ => [],
            })
            .Distinct()
            .Select(key => stock.Levels.GetValueOrDefault(key))
            .OfType<Level>()
            .Where(level => level.Exists);
}

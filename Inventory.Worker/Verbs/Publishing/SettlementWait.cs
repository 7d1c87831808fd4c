using System.Globalization;
using Inventory.Stock.Hosting;
using Inventory.Worker.Hosting;

namespace Inventory.Worker.Verbs.Publishing;

/// <summary>Waits until everything that is published is settled, as long as anything moves at all.</summary>
public sealed class SettlementWait(IntakePublisher publisher, SettlementWatch watch, IntakeTally tally, TimeProvider clock)
{
    private static readonly TimeSpan BetweenPolls = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Suspicious = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestStandstill = TimeSpan.FromSeconds(60);

    /// <exception cref="StartFailureException">Nothing moves any more.</exception>
    public async Task RunAsync(Task publishing, CancellationToken cancellationToken)
    {
        await WaitForOutcomesAsync(publishing, cancellationToken);
        if (tally.KnownBefore > 0)
        {
            await DrainAsync(cancellationToken);
        }
    }

    private async Task WaitForOutcomesAsync(Task publishing, CancellationToken cancellationToken)
    {
        var standstill = new Standstill(clock);
        while (true)
        {
            var isPublished = publishing.IsCompleted;
            var still = standstill.Watch((tally.Published, tally.Settled));
            await watch.PollAsync(everything: still > Suspicious, cancellationToken);
            if (isPublished && (watch.Outstanding == 0 || !publishing.IsCompletedSuccessfully))
            {
                return;
            }

            if (still > LongestStandstill)
            {
                var backlog = await publisher.BacklogAsync(cancellationToken);
                var cause = backlog.UnreadQueues.Count > 0
                    ? $"no worker takes from {string.Join(" and ", backlog.UnreadQueues)}"
                    : "see the workers' health and the error queues";
                throw new StartFailureException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"Nothing has moved for {LongestStandstill.TotalSeconds} s: {tally.Settled:N0} of {tally.Published:N0} published messages are settled; {cause}."));
            }

            await Task.Delay(BetweenPolls, clock, cancellationToken);
        }
    }

    /// <summary>
    /// A repeated message has left its record before it is published; that it has been taken once more shows in the queue
    /// alone. Nothing depends on it, so a queue that others keep filling is not waited for.
    /// </summary>
    private async Task DrainAsync(CancellationToken cancellationToken)
    {
        var standstill = new Standstill(clock);
        var fewest = long.MaxValue;
        while (await publisher.BacklogAsync(cancellationToken) is { Waiting: > 0 } backlog)
        {
            fewest = Math.Min(fewest, backlog.Waiting);
            if (standstill.Watch(fewest) > LongestStandstill)
            {
                if (backlog.UnreadQueues.Count > 0)
                {
                    throw new StartFailureException($"{backlog.Waiting} messages wait, and no worker takes from {string.Join(" and ", backlog.UnreadQueues)}.");
                }

                return;
            }

            await Task.Delay(BetweenPolls, clock, cancellationToken);
        }
    }
}

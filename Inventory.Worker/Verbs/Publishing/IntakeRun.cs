using System.Globalization;
using Inventory.Stock.Hosting;
using Inventory.Stock.Storage;
using Inventory.Worker.Hosting;
using Microsoft.Extensions.Options;

namespace Inventory.Worker.Verbs.Publishing;

/// <summary>Publishes messages and, if asked to, waits until all of them are settled; shows how far it is.</summary>
public sealed class IntakeRun(
    ConnectionSettings connections, IOptions<WorkerOptions> options, OperationLog log, LiveDisplay display, TimeProvider clock)
{
    private const int PageSize = 1_000;

    /// <param name="messages">What to publish, in order.</param>
    /// <param name="total">How many these are.</param>
    /// <param name="wait">Whether to wait until they are settled.</param>
    /// <param name="cancellationToken">Stops publishing and waiting; what is published stays published.</param>
    /// <exception cref="StartFailureException">Nothing moves any more.</exception>
    public async Task<IntakeTally> RunAsync(IEnumerable<IntakeMessage> messages, int total, bool wait, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var publisher = await IntakePublisher.OpenAsync(connections, options.Value.QueueType, cancellationToken);
        var tally = new IntakeTally(clock);
        var watch = new SettlementWatch(log, tally);
        var publishing = PublishAsync();
        await display.ShowAsync(wait ? Task.WhenAll(publishing, SettleAsync()) : publishing, Bars);
        return tally;

        async Task PublishAsync()
        {
            foreach (var page in messages.Chunk(PageSize))
            {
                var known = wait ? await log.FindAsync(page.Select(message => message.Operation), stop.Token) : null;
                foreach (var message in page)
                {
                    stop.Token.ThrowIfCancellationRequested();
                    await publisher.PublishAsync(message, stop.Token);
                    tally.CountPublished();
                    watch.Add(message, known?.GetValueOrDefault(message.Operation));
                }
            }

            await publisher.FlushAsync();
        }

        async Task SettleAsync()
        {
            try
            {
                await new SettlementWait(publisher, watch, tally, clock).RunAsync(publishing, stop.Token);
            }
            catch
            {
                await stop.CancelAsync();
                throw;
            }
        }

        IReadOnlyList<Bar> Bars()
        {
            var published = new Bar("published", tally.Published, total);
            var note = string.Create(CultureInfo.InvariantCulture, $"{tally.PerSecond:N0}/s, backlog {tally.Published - tally.Settled:N0}");
            return wait ? [published, new Bar("settled", tally.Settled, total, note)] : [published];
        }
    }
}

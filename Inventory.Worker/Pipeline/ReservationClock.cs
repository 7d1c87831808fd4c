using Inventory.Stock.Decisions;
using Inventory.Stock.Storage;
using Inventory.Worker.Hosting;
using Inventory.Worker.Messaging;
using Inventory.Worker.Messaging.Events;
using Microsoft.Extensions.Options;

namespace Inventory.Worker.Pipeline;

/// <summary>Looks for reservations whose time is over, and says so to whichever worker takes the message.</summary>
public sealed partial class ReservationClock(
    DueReservations reservations, GroupRetry retry, EventPublisher events, TimeProvider clock, IOptions<WorkerOptions> options, ILogger<ReservationClock> logger)
    : BackgroundService
{
    // Taken from the store and not yet announced, as far as is known.
    private IReadOnlyList<string> _taken = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var isAway = false;
        while (true)
        {
            try
            {
                await AnnounceAllAsync(stoppingToken);
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

            await Task.Delay(isAway ? options.Value.LongestPause : options.Value.ExpiryInterval, clock, stoppingToken);
        }
    }

    private async Task AnnounceAllAsync(CancellationToken cancellationToken)
    {
        while (retry.IsPrepared)
        {
            if (_taken.Count == 0)
            {
                _taken = await reservations.TakeAsync(cancellationToken);
            }

            if (_taken.Count == 0)
            {
                return;
            }

            await events.PublishAsync([.. _taken.Select(id => new OutgoingEvent(DerivedId.From(nameof(ReservationDue), id), new ReservationDue(id)))], cancellationToken);
            await reservations.AnnouncedAsync(_taken, cancellationToken);
            _taken = [];
        }
    }

    [LoggerMessage(LogLevel.Warning, "Reservations whose time is over are not looked for at present: {Reason}")]
    private static partial void LogWaiting(ILogger logger, string reason);
}

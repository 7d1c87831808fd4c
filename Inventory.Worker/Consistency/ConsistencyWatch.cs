using Inventory.Stock.Storage;
using Inventory.Worker.Hosting;
using Inventory.Worker.Pipeline;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Inventory.Worker.Consistency;

/// <summary>Has one of the workers compare levels, every second, as many as it is allowed.</summary>
public sealed partial class ConsistencyWatch(
    ConsistencyCheck check, NpgsqlDataSource dataSource, GroupRetry retry, TimeProvider clock, IOptions<WorkerOptions> options, ILogger<ConsistencyWatch> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await retry.Prepared.WaitAsync(stoppingToken);
        while (options.Value.ComparedPerSecond > 0)
        {
            try
            {
                await using var turn = await Turn.TryTakeAsync(dataSource, "comparing", stoppingToken);
                while (turn is not null)
                {
                    // What Redis is asked cannot be cancelled, and a stop does not wait for it.
                    await check.RunAsync(options.Value.ComparedPerSecond, stoppingToken).WaitAsync(stoppingToken);
                    await Task.Delay(Interval, clock, stoppingToken);
                }
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested && FaultPolicy.IsInfrastructure(failure))
            {
                // The pipeline meets the same outage and reports it.
                LogWaiting(logger, failure.Message);
            }

            await Task.Delay(options.Value.LongestPause, clock, stoppingToken);
        }
    }

    [LoggerMessage(LogLevel.Debug, "Levels are not compared at present: {Reason}")]
    private static partial void LogWaiting(ILogger logger, string reason);
}

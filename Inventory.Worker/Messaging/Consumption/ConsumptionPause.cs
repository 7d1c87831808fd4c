using Inventory.Worker.Hosting;
using Inventory.Worker.Pipeline;
using Microsoft.Extensions.Options;

namespace Inventory.Worker.Messaging.Consumption;

/// <summary>
/// Stops taking messages while a server is away for long, and takes them again when its work succeeds. RabbitMQ would otherwise
/// take back what is held, every half an hour and more of it each time, until its delivery limit is reached.
/// </summary>
public sealed partial class ConsumptionPause(
    DependencyGate gate, ConsumedQueues queues, TimeProvider clock, IOptions<WorkerOptions> options, ILogger<ConsumptionPause> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            var opened = await gate.Shut.WaitAsync(stoppingToken);
            await Task.WhenAny(opened, Task.Delay(options.Value.LongestHold, clock, stoppingToken));
            stoppingToken.ThrowIfCancellationRequested();
            if (opened.IsCompleted)
            {
                continue;
            }

            LogPaused(logger, options.Value.LongestHold.TotalSeconds);
            await queues.PauseAsync().WaitAsync(stoppingToken);
            await opened.WaitAsync(stoppingToken);
            await queues.ResumeAsync().WaitAsync(stoppingToken);
            LogResumed(logger);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Nothing could be settled for {Seconds:0.#} s: messages go back to their queues, and none are taken until the servers work again.")]
    private static partial void LogPaused(ILogger logger, double seconds);

    [LoggerMessage(LogLevel.Information, "Messages are taken again.")]
    private static partial void LogResumed(ILogger logger);
}

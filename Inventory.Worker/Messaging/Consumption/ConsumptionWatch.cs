using Inventory.Worker.Hosting;
using Inventory.Worker.Messaging.Events;
using Inventory.Worker.Pipeline;
using Microsoft.Extensions.Options;

namespace Inventory.Worker.Messaging.Consumption;

/// <summary>
/// The general net below everything that keeps consumers alive: one that gets nothing while messages wait, and while RabbitMQ hands
/// them out to somebody else, is started again; if that does not help, the process ends.
/// </summary>
public sealed partial class ConsumptionWatch(
    ConsumedQueues queues, DependencyGate gate, BrokerLink broker, EventPublisher events, ConnectionSettings connections, LastResort lastResort,
    WorkerMetrics metrics, TimeProvider clock, IOptions<WorkerOptions> options, ILogger<ConsumptionWatch> logger) : BackgroundService
{
    private const int LooksPerSilence = 10;

    private static readonly TimeSpan s_shortestPause = TimeSpan.FromSeconds(1);

    private readonly QueueWatch _watch = new(connections);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var watch = _watch;
        var longest = options.Value.LongestSilence;
        var guards = queues.All.ToDictionary(queue => queue, _ => new QueueGuard(longest, clock));
        var pause = longest / LooksPerSilence;
        using var looks = new PeriodicTimer(pause > s_shortestPause ? pause : s_shortestPause, clock);
        while (await looks.WaitForNextTickAsync(stoppingToken))
        {
            // While a server is waited for, or RabbitMQ takes nothing in, silence says nothing.
            var isMeaningful = gate.WaitingFor is null && !queues.ArePaused && !broker.IsBlocked && !events.IsBlocked;
            var waiting = await _watch.WaitingAsync(isMeaningful ? queues.All.Select(queue => queue.Name) : [], stoppingToken);
            var helps = new List<Task>();
            foreach (var (queue, guard) in guards)
            {
                uint? waitsThere = waiting.TryGetValue(queue.Name, out var count) ? count : null;
                helps.Add(HelpAsync(queue, guard, await JudgeAsync(queue, guard, waitsThere, stoppingToken)));
            }

            await Task.WhenAll(helps).WaitAsync(stoppingToken);
        }
    }

    private async Task<Remedy> JudgeAsync(ConsumedQueue queue, QueueGuard guard, uint? waiting, CancellationToken cancellationToken)
    {
        var remedy = guard.Judge(queue.IsConsuming, queue.Delivered, queue.Held < options.Value.Prefetch, waiting);
        if (remedy is (Remedy.Restart or Remedy.GiveUp) && !await _watch.HandsOutAsync(queue.Name, cancellationToken))
        {
            // Others have been quicker, or RabbitMQ delivers to nobody (a queue without its majority).
            guard.Acquit();
            return Remedy.None;
        }

        return remedy;
    }

    private Task HelpAsync(ConsumedQueue queue, QueueGuard guard, Remedy remedy)
    {
        switch (remedy)
        {
            case Remedy.None:
                return Task.CompletedTask;
            case Remedy.GiveUp:
                lastResort.EndProcess($"The consumer of {queue.Name} gets nothing, though messages wait, and starting it again has not helped.");
                return Task.CompletedTask;
            case Remedy.Restart:
                LogSilent(logger, queue.Name, options.Value.LongestSilence.TotalSeconds);
                guard.Restarted(queue.Delivered);
                break;
            case Remedy.Hurry:
                LogDown(logger, queue.Name);
                break;
            default:
                throw new InvalidOperationException($"There is no help for {remedy}.");
        }

        metrics.ConsumerRestarted(queue.Name);
        return queue.RestartAsync();
    }

    [LoggerMessage(LogLevel.Error, "The consumer of {Queue} has got nothing for {Seconds:0.#} s, though messages wait; it is started again.")]
    private static partial void LogSilent(ILogger logger, string queue, double seconds);

    [LoggerMessage(LogLevel.Information, "RabbitMQ answers, and {Queue} is not consumed; its consumer is started again.")]
    private static partial void LogDown(ILogger logger, string queue);
}

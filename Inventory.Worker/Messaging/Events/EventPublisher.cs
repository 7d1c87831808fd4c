using Inventory.Worker.Hosting;
using Microsoft.Extensions.Options;

namespace Inventory.Worker.Messaging.Events;

/// <summary>
/// Publishes what the worker has to tell, over one connection at a time that has no part in what the bus's suffers from. What it
/// tells has been committed, so it goes on trying.
/// </summary>
public sealed partial class EventPublisher(ConnectionSettings connections, TimeProvider clock, IOptions<WorkerOptions> options, ILogger<EventPublisher> logger)
    : IAsyncDisposable
{
    private readonly SemaphoreSlim _opening = new(1);
    private EventChannel? _channel;

    /// <summary>RabbitMQ takes in nothing that is published.</summary>
    public bool IsBlocked => _channel is { HasEnded: false, IsBlocked: true };

    /// <summary>Connects, so that the first events do not have to wait for it.</summary>
    public Task ConnectAsync(CancellationToken cancellationToken) => PublishAsync([], cancellationToken);

    /// <summary>Returns when RabbitMQ has confirmed all of them, however long that takes.</summary>
    public async Task PublishAsync(IReadOnlyCollection<OutgoingEvent> events, CancellationToken cancellationToken)
    {
        for (var pause = options.Value.ShortestPause; ; pause = TimeSpan.FromTicks(Math.Min(2 * pause.Ticks, options.Value.LongestPause.Ticks)))
        {
            try
            {
                var channel = await OpenAsync(cancellationToken);
                await channel.PublishAsync(events, cancellationToken);
                return;
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                LogAgain(logger, events.Count, failure.Message);
            }

            await Task.Delay(pause, clock, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await (_channel?.DisposeAsync() ?? ValueTask.CompletedTask);
        _opening.Dispose();
    }

    private async Task<EventChannel> OpenAsync(CancellationToken cancellationToken)
    {
        if (_channel is { HasEnded: false } open)
        {
            return open;
        }

        await _opening.WaitAsync(cancellationToken);
        try
        {
            if (_channel is not { HasEnded: false })
            {
                await (_channel?.DisposeAsync() ?? ValueTask.CompletedTask);
                _channel = await EventChannel.OpenAsync(connections, clock, cancellationToken);
            }

            return _channel;
        }
        finally
        {
            _opening.Release();
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Events} events are published again: {Reason}")]
    private static partial void LogAgain(ILogger logger, int events, string reason);
}

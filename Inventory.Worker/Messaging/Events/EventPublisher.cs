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
    private readonly CancellationTokenSource _closed = new();
    private EventChannel? _channel;
    private int _late;
    private string? _whyLate;

    /// <summary>RabbitMQ takes in nothing that is published.</summary>
    public bool IsBlocked => _channel is { HasEnded: false, IsBlocked: true };

    /// <summary>Connects, so that the first events do not have to wait for it.</summary>
    public Task ConnectAsync(CancellationToken cancellationToken) => PublishAsync([], cancellationToken);

    /// <summary>
    /// Why nothing is published at present, in words: null when all that was to be published is on its way, and where there was nothing, the
    /// connection stands or could be opened just now.
    /// </summary>
    public async Task<string?> WhyAwayAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _late) > 0)
        {
            return _whyLate;
        }

        if (IsBlocked)
        {
            return "RabbitMQ takes nothing in; it is short of memory or disk.";
        }

        try
        {
            // An opening that lasts is not broken off: whoever publishes next would have to begin anew.
            await OpenAsync(_closed.Token).WaitAsync(options.Value.LongestPause, clock, cancellationToken);
            return null;
        }
        catch (TimeoutException)
        {
            return $"No answer within {options.Value.LongestPause.TotalSeconds:0.##} s.";
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            return Reason(failure);
        }
    }

    /// <summary>Returns when RabbitMQ has confirmed all of them, however long that takes.</summary>
    public async Task PublishAsync(IReadOnlyCollection<OutgoingEvent> events, CancellationToken cancellationToken)
    {
        if (await TryPublishAsync(events, cancellationToken))
        {
            return;
        }

        Interlocked.Increment(ref _late);
        try
        {
            var pause = options.Value.ShortestPause;
            do
            {
                await Task.Delay(pause, clock, cancellationToken);
                pause = TimeSpan.FromTicks(Math.Min(2 * pause.Ticks, options.Value.LongestPause.Ticks));
            }
            while (!await TryPublishAsync(events, cancellationToken));
        }
        finally
        {
            Interlocked.Decrement(ref _late);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        await _opening.WaitAsync();
        await (_channel?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    private async Task<bool> TryPublishAsync(IReadOnlyCollection<OutgoingEvent> events, CancellationToken cancellationToken)
    {
        try
        {
            var channel = await OpenAsync(cancellationToken);
            await channel.PublishAsync(events, cancellationToken);
            return true;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            _whyLate = Reason(failure);
            LogAgain(logger, events.Count, _whyLate);
            return false;
        }
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

    /// <summary>What the client wraps tells more than that no endpoint was reachable.</summary>
    private static string Reason(Exception failure) => failure.GetBaseException().Message;

    [LoggerMessage(LogLevel.Warning, "{Events} events are published again: {Reason}")]
    private static partial void LogAgain(ILogger logger, int events, string reason);
}

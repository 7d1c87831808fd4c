using Inventory.FaultTests.Checking;
using Inventory.Testing.Spaces;
using RabbitMQ.Client.Exceptions;

namespace Inventory.FaultTests.Load;

/// <summary>
/// Publishes what the shop floor sends, some at a time, until it is stopped. What the broker has not confirmed is published again,
/// as a shop would: so each is confirmed in the end, and some come twice.
/// </summary>
internal sealed class Traffic : IAsyncDisposable
{
    private const int Shops = 6;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan s_confirmation = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(120);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stopped = new();
    private readonly ShopFloor _floor;
    private readonly Publisher _publisher;
    private readonly History _history;
    private readonly Task _running;

    private Traffic(ShopFloor floor, Publisher publisher, History history)
    {
        (_floor, _publisher, _history) = (floor, publisher, history);
        _running = Task.WhenAll(Enumerable.Range(0, Shops).Select(shop => Task.Run(() => RunAsync(isPlain: shop % 2 == 0))));
    }

    public static Traffic Begin(ShopFloor floor, Publisher publisher, History history) => new(floor, publisher, history);

    /// <summary>Publishes a message until the broker has confirmed it.</summary>
    public static async Task SendAsync(Publisher publisher, History history, object message, bool isPlain)
    {
        Sent? sent = null;
        await Eventually.SeesAsync<Exception?>(
            async () =>
            {
                sent = history.Publish(Messages.OperationId(message), message);
                return await FailureAsync(() => publisher.PublishAsync(message, isPlain, ("sender", "fault-suite")));
            },
            failure => failure is null,
            s_patience,
            what: "publishing",
            condition: "was confirmed");
        sent!.IsConfirmed = true;
    }

    /// <summary>Returns when everything that was begun is confirmed.</summary>
    public async Task StopAsync()
    {
        await _stopped.CancelAsync();
        await _running;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stopped.Dispose();
    }

    private async Task RunAsync(bool isPlain)
    {
        while (!_stopped.IsCancellationRequested)
        {
            object message;
            lock (_lock)
            {
                message = _floor.Next();
            }

            await SendAsync(_publisher, _history, message, isPlain);
            await Task.Delay(s_pause);
        }
    }

    private static async Task<Exception?> FailureAsync(Func<Task> publish)
    {
        try
        {
            await publish().WaitAsync(s_confirmation);
            return null;
        }
        catch (Exception unconfirmed) when (unconfirmed is RabbitMQClientException or TimeoutException or IOException or MassTransit.MassTransitException or OperationCanceledException)
        {
            return unconfirmed;
        }
    }
}

using Inventory.Contracts;
using Inventory.Testing.Spaces;

namespace Inventory.Testing.Faults;

/// <summary>
/// Orders of one unit, one after the other, until it is stopped. An order that the broker did not confirm is published
/// again, as a shop would: so each is confirmed in the end, and some may come twice.
/// </summary>
public sealed class OrderFlow : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopped = new();
    private readonly Publisher _publisher;
    private readonly string _sku;
    private readonly Task _running;
    private volatile int _published;

    private OrderFlow(Publisher publisher, string sku)
    {
        (_publisher, _sku) = (publisher, sku);
        _running = Task.Run(RunAsync);
    }

    /// <summary>How many orders the broker has confirmed.</summary>
    public int Published => _published;

    public static OrderFlow Begin(Publisher publisher, string sku)
    {
        publisher.Patience = Publisher.UsualPatience;
        return new(publisher, sku);
    }

    public async Task StopAsync()
    {
        await _stopped.CancelAsync();
        await _running;
    }

    /// <remarks>What it failed with is told by <see cref="StopAsync"/>. Told here, it would take the place of what has ended the test.</remarks>
    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopped.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stopped.IsCancellationRequested)
        {
            var order = Given.Order($"{_sku}-{_published + 1}", (_sku, 1));
            await Publisher.UntilConfirmedAsync(() => _publisher.PublishPlainAsync([order]), TimeSpan.FromSeconds(60));
            _published++;
        }
    }
}

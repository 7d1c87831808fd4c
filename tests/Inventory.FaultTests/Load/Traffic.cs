namespace Inventory.FaultTests.Load;

/// <summary>Sends what the shop floor comes up with, some messages at a time, until it is stopped.</summary>
internal sealed class Traffic : IAsyncDisposable
{
    private const int Senders = 6;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(40);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stopped = new();
    private readonly ShopFloor _floor;
    private readonly Shop _shop;
    private readonly Task _running;

    private Traffic(ShopFloor floor, Shop shop)
    {
        (_floor, _shop) = (floor, shop);
        _running = Task.WhenAll(Enumerable.Range(0, Senders).Select(sender => Task.Run(() => RunAsync(isPlain: sender % 2 == 0))));
    }

    public static Traffic Begin(ShopFloor floor, Shop shop) => new(floor, shop);

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

            await _shop.SendAsync(message, isPlain);
            await Task.Delay(s_pause);
        }
    }
}

using Inventory.FaultTests.Checking;

namespace Inventory.FaultTests.Reading;

/// <summary>Asks for one SKU after the other, for as long as it is not stopped, and has every answer checked.</summary>
internal sealed class Reader : IAsyncDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(8);

    private readonly CancellationTokenSource _stopped = new();
    private readonly Task _running;

    private Reader(History history, IStockSource source, IReadOnlyList<string> skus, IReadOnlyList<string> locations) =>
        _running = Task.Run(() => RunAsync(history, source, skus, locations));

    public static Reader Begin(History history, IStockSource source, IReadOnlyList<string> skus, IReadOnlyList<string> locations) =>
        new(history, source, skus, locations);

    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        await _running;
        _stopped.Dispose();
    }

    private async Task RunAsync(History history, IStockSource source, IReadOnlyList<string> skus, IReadOnlyList<string> locations)
    {
        for (var i = 0; !_stopped.IsCancellationRequested; i++)
        {
            var sku = skus[i % skus.Count];
            var check = ReadCheck.Begin(history, source.Name, locations.Select(location => Messages.LevelId(sku, location)));
            if (await source.ReadAsync(sku) is { } answer)
            {
                check.Answered(answer);
            }
            else
            {
                history.NotAnswered();
            }

            await Task.Delay(s_pause);
        }
    }
}

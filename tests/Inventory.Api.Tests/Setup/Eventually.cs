namespace Inventory.Api.Tests.Setup;

/// <summary>Waits for what comes by itself, but at no known moment; not for ever.</summary>
public static class Eventually
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    public static async Task<T> GetAsync<T>(Func<Task<T>> get, Func<T, bool> isIt)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        using var timer = new PeriodicTimer(Interval);
        T got;
        do
        {
            got = await get();
        }
        while (!isIt(got) && await timer.WaitForNextTickAsync(patience.Token));
        return got;
    }
}

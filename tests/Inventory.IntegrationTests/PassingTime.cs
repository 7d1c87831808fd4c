using Microsoft.Extensions.Time.Testing;

namespace Inventory.IntegrationTests;

internal static class PassingTime
{
    /// <summary>Has time go on until something is done: what waits for the clock may come to do so only after the clock has been moved.</summary>
    public static async Task GoesOnUntilAsync(this FakeTimeProvider clock, Task done)
    {
        await Eventually.SeesAsync(() => { clock.Advance(TimeSpan.FromMilliseconds(1)); return done.IsCompleted; }, isDone => isDone);
        await done;
    }
}

using System.Collections;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Inventory.Testing;

/// <summary>Waits for a condition, and says what was seen last when it does not come.</summary>
public static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Observes until the observation satisfies, and returns it. An observation that fails is tried again.</summary>
    public static async Task<T> SeesAsync<T>(
        Func<Task<T>> observe,
        Func<T, bool> satisfies,
        TimeSpan? within = null,
        [CallerArgumentExpression(nameof(observe))] string what = "",
        [CallerArgumentExpression(nameof(satisfies))] string condition = "")
    {
        var patience = within ?? Patience;
        var start = Stopwatch.GetTimestamp();
        for (var pause = 2; ; pause = Math.Min(2 * pause, 100))
        {
            string seen;
            try
            {
                var observation = await observe();
                if (satisfies(observation))
                {
                    return observation;
                }

                seen = Describe(observation);
            }
            catch (Exception failure) when (failure is not Xunit.Sdk.XunitException)
            {
                seen = $"{failure.GetType().Name}: {failure.Message}";
            }

            if (Stopwatch.GetElapsedTime(start) > patience)
            {
                Assert.Fail($"For {patience.TotalSeconds:0} s, {what} did not satisfy {condition}. Last seen: {seen}");
            }

            await Task.Delay(pause);
        }
    }

    /// <summary>As above, for what can be observed at once.</summary>
    public static Task<T> SeesAsync<T>(
        Func<T> observe,
        Func<T, bool> satisfies,
        TimeSpan? within = null,
        [CallerArgumentExpression(nameof(observe))] string what = "",
        [CallerArgumentExpression(nameof(satisfies))] string condition = "") =>
        SeesAsync(() => Task.FromResult(observe()), satisfies, within, what, condition);

    private static string Describe(object? observation) => observation switch
    {
        null => "nothing",
        string text => text,
        ICollection { Count: > 10 } many => $"{many.Count} entries",
        IEnumerable few => $"[{string.Join(", ", few.Cast<object>())}]",
        _ => observation.ToString() ?? "",
    };
}

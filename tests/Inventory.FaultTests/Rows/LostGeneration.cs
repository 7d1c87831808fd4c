using Inventory.FaultTests.Reading;
using Inventory.FaultTests.Rig;

namespace Inventory.FaultTests.Rows;

/// <summary>
/// Redis loses writes that it had acknowledged, or is filled anew because PostgreSQL is another one. Who reads the hashes themselves
/// sees that; who asks the API must not, but for a moment in which the loss cannot be known yet. Once the API answers from Redis
/// again, that must hold everything.
/// </summary>
internal static class LostGeneration
{
    /// <summary>A loss is detected by the next write, or within a second of polling.</summary>
    public static readonly TimeSpan Undetected = TimeSpan.FromSeconds(1.5);

    /// <param name="rig">The rig.</param>
    /// <param name="what">What happens, in words.</param>
    /// <param name="lose">Does it.</param>
    /// <param name="undetected">How long the API may not know; zero where it must see at once.</param>
    public static async Task StrikeAsync(FaultRig rig, string what, Func<Task> lose, TimeSpan undetected)
    {
        rig.History.Excuse(RedisSource.Kind);
        if (undetected > TimeSpan.Zero)
        {
            rig.History.Excuse(ApiSource.Kind);
        }

        rig.History.Fault(what);
        await lose();
        await Task.Delay(undetected);
        rig.History.Hold(ApiSource.Kind);
        await rig.TrustsRedisAsync();
        rig.History.Fault("the API answers from Redis again");
        rig.History.Hold(RedisSource.Kind);
    }
}

using Inventory.FaultTests.Rig;
using Inventory.Testing;
using Inventory.Testing.Faults;

namespace Inventory.FaultTests.Rows;

/// <summary>A server goes and comes back.</summary>
internal static class ServerAway
{
    public static async Task StrikeAsync(FaultRig rig, Server server, Ending how, Func<Task> meanwhile)
    {
        await using var outage = await rig.Servers.TakeAwayAsync(server, how);
        rig.History.Fault($"{server} is {how}");
        await meanwhile();
        await outage.EndAsync();
        rig.History.Fault($"{server} is back");
        if (server is Server.Redis)
        {
            // It has read its configuration again, by which the next kill would cost it a second of writes.
            await Eventually.SeesAsync(rig.SavingRedisAsync, isDone => isDone);
        }
    }

    public static Ending AnyEnding(Random random) => random.Next(2) == 0 ? Ending.Stopped : Ending.Killed;
}

using Inventory.FaultTests.Rig;
using Inventory.Testing.Faults;

namespace Inventory.FaultTests.Rows;

internal sealed class Row02 : FaultRow
{
    public override int Number => 2;

    public override string Sentence => "a worker stands still after COMMIT, beyond redelivery and later orders of its levels, and goes on";

    public override async Task StrikeAsync(FaultRig rig, Random random)
    {
        var worker = rig.Workers[random.Next(rig.Workers.Count)];
        worker.Redis.HoldAt(Wire.RedisWrite);
        await Eventually.SeesAsync(() => worker.Redis.IsHolding, isHolding => isHolding);
        await worker.Process.FreezeAsync();
        rig.History.Fault($"worker {rig.NumberOf(worker)} stands still between COMMIT and Redis");
        worker.RabbitMq.Break(); // the broker would take some heartbeats to notice
        await rig.SettlesAsync(150);
        rig.History.Fault($"the late write of worker {rig.NumberOf(worker)} arrives, and it goes on");
        await worker.Redis.ReleaseAsync();
        await PauseAsync(random, 0, 0.5);
        await worker.Process.ThawAsync();
    }
}

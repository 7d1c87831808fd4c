using Inventory.FaultTests.Rig;

namespace Inventory.FaultTests.Rows;

internal sealed class Row25 : FaultRow
{
    public override int Number => 25;

    public override string Sentence => "a worker is asked to stop under load while its handlers are slow, and ends within its bound";

    public override int Strikes => 3;

    public override async Task StrikeAsync(FaultRig rig, Random random)
    {
        var worker = rig.Workers[random.Next(rig.Workers.Count)];
        worker.Redis.ReplyDelay = TimeSpan.FromMilliseconds(random.Next(100, 1_500));
        await PauseAsync(random, 0.5, 2);
        rig.History.Fault($"worker {rig.NumberOf(worker)} is asked to stop, with replies of Redis that take {worker.Redis.ReplyDelay.TotalMilliseconds:0} ms");
        await rig.StopAsync(worker);
        worker.Redis.ReplyDelay = TimeSpan.Zero;
        await worker.StartAsync();
    }
}

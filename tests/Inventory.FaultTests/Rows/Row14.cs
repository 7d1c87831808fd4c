using Inventory.FaultTests.Rig;

namespace Inventory.FaultTests.Rows;

internal sealed class Row14 : FaultRow
{
    // The Redis client gives up after 5 s, and looks once a second.
    private const int PausedMilliseconds = 7_000;

    public override int Number => 14;

    public override string Sentence => "Redis is slower than its client's patience, and late writes arrive";

    public override async Task StrikeAsync(FaultRig rig, Random random)
    {
        if (random.Next(2) == 0)
        {
            rig.History.Fault("Redis stands still for 7 s");
            await rig.Space.Hashes.Database.ExecuteAsync("CLIENT", "PAUSE", PausedMilliseconds, random.Next(2) == 0 ? "ALL" : "WRITE");
            await Task.Delay(PausedMilliseconds);
        }
        else
        {
            var worker = rig.Workers[random.Next(rig.Workers.Count)];
            worker.Redis.Hold();
            rig.History.Fault($"what worker {rig.NumberOf(worker)} writes to Redis takes 7 s");
            await Task.Delay(PausedMilliseconds);
            await worker.Redis.ReleaseAsync();
        }

        rig.History.Fault("late writes arrive at Redis");
    }
}

using Inventory.FaultTests.Rig;

namespace Inventory.FaultTests.Rows;

internal sealed class Row27 : FaultRow
{
    public override int Number => 27;

    public override string Sentence => "PostgreSQL has no connection left to give, and a worker's pool has none";

    public override async Task StrikeAsync(FaultRig rig, Random random)
    {
        var worker = rig.Workers[random.Next(rig.Workers.Count)];
        await rig.StopAsync(worker);
        await worker.StartWithPostgresAsync("Maximum Pool Size=1;Timeout=1");
        worker.Redis.ReplyDelay = TimeSpan.FromSeconds(1.5); // who has the one connection keeps it for longer
        rig.History.Fault($"worker {rig.NumberOf(worker)} has a pool of one connection");
        await using (await ConnectionHoard.TakeAsync(rig.Space))
        {
            rig.History.Fault("PostgreSQL has no connection left");
            await PauseAsync(random, 2, 4);
        }

        rig.History.Fault("PostgreSQL has connections again");
        await PauseAsync(random, 1, 2);
        worker.Redis.ReplyDelay = TimeSpan.Zero;
        await rig.StopAsync(worker);
        await worker.StartAsync();
    }
}

using Inventory.FaultTests.Rig;

namespace Inventory.FaultTests.Rows;

internal sealed class Row27 : FaultRow
{
    public override int Number => 27;

    public override string Sentence => "PostgreSQL has no connection left to give, and a worker has one beside that of its groups";

    public override async Task StrikeAsync(FaultRig rig, Random random)
    {
        var worker = rig.Workers[random.Next(rig.Workers.Count)];
        await rig.StopAsync(worker);
        await worker.StartWithPostgresAsync("Maximum Pool Size=1;Timeout=1");
        rig.History.Fault($"worker {rig.NumberOf(worker)} has a pool of one connection for all but its groups");
        await using (await ConnectionHoard.TakeAsync(rig.Space))
        {
            rig.History.Fault("PostgreSQL has no connection left");
            await PauseAsync(random, 2, 4);
        }

        rig.History.Fault("PostgreSQL has connections again");
        await PauseAsync(random, 1, 2);
        await rig.StopAsync(worker);
        await worker.StartAsync();
    }
}

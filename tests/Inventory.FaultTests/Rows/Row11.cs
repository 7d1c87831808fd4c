using Inventory.FaultTests.Rig;

namespace Inventory.FaultTests.Rows;

internal sealed class Row11 : FaultRow
{
    public override int Number => 11;

    public override string Sentence => "Redis is flushed under load, and again while it is filled";

    public override Task StrikeAsync(FaultRig rig, Random random) => LostGeneration.StrikeAsync(
        rig,
        "Redis is flushed, twice",
        async () =>
        {
            await rig.Space.Hashes.Database.ExecuteAsync("FLUSHALL");
            await PauseAsync(random, 0, 1);
            await rig.Space.Hashes.Database.ExecuteAsync("FLUSHALL");
        },
        undetected: TimeSpan.Zero);
}

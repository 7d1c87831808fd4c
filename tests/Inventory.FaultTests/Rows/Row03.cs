using Inventory.FaultTests.Rig;
using Inventory.Testing.Faults;

namespace Inventory.FaultTests.Rows;

internal sealed class Row03 : FaultRow
{
    public override int Number => 3;

    public override string Sentence => "a worker stands still inside its transaction, and the others go on without it";

    // PostgreSQL gives such a transaction up after 30 s.
    public override int Strikes => 1;

    public override bool IsShort => false;

    public override async Task StrikeAsync(FaultRig rig, Random random)
    {
        var worker = rig.Workers[0];
        worker.Postgres.HoldAt(Wire.Commit);
        await Eventually.SeesAsync(() => worker.Postgres.IsHolding, isHolding => isHolding);
        await worker.Process.FreezeAsync();
        rig.History.Fault("worker 0 stands still inside its transaction, with its locks");
        await Eventually.SeesAsync(rig.Space.Tables.WaitingAsync, sessions => sessions > 0);
        await rig.SettlesAsync(300);
        rig.History.Fault("worker 0 goes on");
        await worker.Postgres.ReleaseAsync();
        await worker.Process.ThawAsync();
    }
}

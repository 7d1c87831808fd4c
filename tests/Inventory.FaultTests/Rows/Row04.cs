using Inventory.FaultTests.Rig;
using Inventory.Testing.Faults;

namespace Inventory.FaultTests.Rows;

internal sealed class Row04 : FaultRow
{
    public override int Number => 4;

    public override string Sentence => "the reply to COMMIT is swallowed";

    public override int Strikes => 5;

    public override async Task StrikeAsync(FaultRig rig, Random random)
    {
        var proxy = rig.Workers[0].Postgres;
        var before = proxy.LostReplies;
        proxy.LoseReplyTo(Wire.Commit);
        await Eventually.SeesAsync(() => proxy.LostReplies, lost => lost > before);
        rig.History.Fault("worker 0 gets no reply to its COMMIT");
    }
}

using Inventory.FaultTests.Rig;

namespace Inventory.FaultTests.Rows;

internal sealed class Row05 : FaultRow
{
    public override int Number => 5;

    public override string Sentence => "every session of PostgreSQL is ended, over and over";

    public override async Task StrikeAsync(FaultRig rig, Random random)
    {
        for (var wave = 0; wave < 12; wave++)
        {
            await rig.Space.Tables.EndOtherSessionsAsync();
            rig.History.Fault("all sessions of PostgreSQL are ended");
            await PauseAsync(random, 0.02, 0.5);
        }
    }
}

using Inventory.FaultTests.Rig;
using Inventory.Testing.Faults;

namespace Inventory.FaultTests.Rows;

internal sealed class Row06 : FaultRow
{
    public override int Number => 6;

    public override string Sentence => "PostgreSQL is stopped at once, and started";

    public override Task StrikeAsync(FaultRig rig, Random random) =>
        ServerAway.StrikeAsync(rig, Server.Postgres, Ending.Killed, () => PauseAsync(random, 0, 0.5));
}

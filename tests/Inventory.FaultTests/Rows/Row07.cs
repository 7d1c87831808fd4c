using Inventory.FaultTests.Rig;

namespace Inventory.FaultTests.Rows;

internal sealed class Row07 : FaultRow
{
    public override int Number => 7;

    public override string Sentence => "PostgreSQL is away while everything is tried again many times";

    public override int Strikes => 1;

    public override bool IsShort => false;

    public override Task StrikeAsync(FaultRig rig, Random random) =>
        ServerAway.StrikeAsync(rig, Server.Postgres, ServerAway.AnyEnding(random), () => PauseAsync(random, 8, 12));
}

using Inventory.FaultTests.Rig;

namespace Inventory.FaultTests.Rows;

internal sealed class Row10() : StandbyPromoted(isSynchronous: true)
{
    public override int Number => 10;

    public override string Sentence => "a standby that commits wait for takes PostgreSQL's place, and nothing is lost";

    public override Task StrikeAsync(FaultRig rig, Random random) =>
        LostGeneration.StrikeAsync(rig, "the primary of PostgreSQL dies", () => FailOverAsync(rig), undetected: TimeSpan.Zero);

    private async Task FailOverAsync(FaultRig rig)
    {
        await Postgres.KillAsync();
        await Postgres.PromoteAsync();
        if (await TakeOverAsync(rig) is { LevelsAhead: not 0 } filled)
        {
            rig.History.Violate('N', $"no level has lost a commit, and {filled.LevelsAhead} were told to have");
        }
    }
}

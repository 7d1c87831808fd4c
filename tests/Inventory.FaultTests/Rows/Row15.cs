using Inventory.FaultTests.Rig;

namespace Inventory.FaultTests.Rows;

internal sealed class Row15 : FaultRow
{
    public override int Number => 15;

    public override string Sentence => "Redis forgets its scripts every second";

    public override int Strikes => 5;

    public override async Task StrikeAsync(FaultRig rig, Random random)
    {
        await rig.Space.Hashes.ForgetScriptsAsync();
        rig.History.Fault("Redis forgets its scripts");
        await Task.Delay(TimeSpan.FromSeconds(1));
    }
}

using Inventory.FaultTests.Rig;
using Inventory.Testing;

namespace Inventory.FaultTests.Rows;

internal sealed class Row13 : FaultRow
{
    private RedisPair _redis = null!;

    public override int Number => 13;

    public override string Sentence => "a stale replica of Redis takes its place after acknowledgements, and no further orders come";

    public override int Strikes => 1;

    public override string? Obstacle => RedisPair.Obstacle;

    public override bool HasOwnServers => true;

    public override async Task<ServerSource?> OwnServersAsync(ServerSource shared) =>
        ReplicatedServers.With(shared, _redis = await RedisPair.StartAsync());

    public override async Task StrikeAsync(FaultRig rig, Random random)
    {
        await _redis.CutWireAsync();
        await rig.SettlesAsync(200);
        await rig.QuietAsync();
        await LostGeneration.StrikeAsync(rig, "a stale replica of Redis takes its place", _redis.PromoteAsync, LostGeneration.Undetected);
        rig.Busy();
    }
}

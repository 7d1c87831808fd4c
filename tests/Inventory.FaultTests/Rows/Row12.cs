using Inventory.FaultTests.Rig;
using Inventory.Testing;

namespace Inventory.FaultTests.Rows;

internal sealed class Row12 : FaultRow
{
    private RedisPair _redis = null!;

    public override int Number => 12;

    public override string Sentence => "Redis comes back empty, or from an old snapshot";

    public override string? Obstacle => RedisPair.Obstacle;

    public override bool HasOwnServers => true;

    public override async Task<ServerSource?> OwnServersAsync(ServerSource shared) =>
        ReplicatedServers.With(shared, _redis = await RedisPair.StartAsync());

    public override async Task StrikeAsync(FaultRig rig, Random random)
    {
        var snapshot = random.Next(2) == 0 ? null : _redis.CopyFiles();
        await rig.SettlesAsync(100);
        await LostGeneration.StrikeAsync(
            rig,
            snapshot is null ? "Redis restarts empty" : "Redis restarts from an old snapshot",
            () => _redis.RestartAsync(snapshot),
            LostGeneration.Undetected);
    }
}

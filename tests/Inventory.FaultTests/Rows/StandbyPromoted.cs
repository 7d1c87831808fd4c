using Inventory.FaultTests.Rig;
using Inventory.Testing.Spaces;

namespace Inventory.FaultTests.Rows;

/// <summary>PostgreSQL's primary dies, and its standby takes its place, with servers of the row's own.</summary>
/// <param name="isSynchronous">Whether commits wait for the standby.</param>
internal abstract class StandbyPromoted(bool isSynchronous) : FaultRow
{
    public override int Strikes => 1;

    public override bool HasOwnServers => true;

    public override string? Obstacle => PostgresPrograms.Find() is null ? "PostgreSQL's programs are not installed here, with which it gets a standby." : null;

    protected PostgresPair Postgres { get; private set; } = null!;

    public override async Task<ServerSource?> OwnServersAsync(ServerSource shared) =>
        ReplicatedServers.With(shared, Postgres = await PostgresPair.StartAsync(isSynchronous));

    /// <summary>Leads everybody to the standby, and waits until they have filled Redis from it: returns how they recorded that.</summary>
    protected async Task<GenerationRow> TakeOverAsync(FaultRig rig)
    {
        Postgres.LeadToStandby();
        rig.History.Fault("the standby is the primary");
        var generations = await Eventually.SeesAsync(
            rig.Space.Tables.GenerationsAsync, all => all[^1] is { Cause: "PostgresChanged", IsFilled: true }, what: "the generations of Redis", condition: "ended with one of the new PostgreSQL");
        return generations[^1];
    }
}

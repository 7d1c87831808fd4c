using Inventory.Contracts;
using Inventory.FaultTests.Rig;
using Inventory.Testing.Spaces;
using Npgsql;

namespace Inventory.FaultTests.Rows;

internal sealed class Row09() : StandbyPromoted(isSynchronous: false)
{
    public override int Number => 9;

    public override string Sentence => "a standby of PostgreSQL that had fallen behind takes its place: the loss is told, and nothing else is lost";

    public override async Task StrikeAsync(FaultRig rig, Random random)
    {
        await Postgres.CutWireAsync();
        rig.History.Fault("the standby of PostgreSQL falls behind");
        await rig.SettlesAsync(random.Next(50, 400));
        await TouchOnceAsync(rig);
        await LostGeneration.StrikeAsync(rig, "the primary of PostgreSQL dies", () => FailOverAsync(rig), LostGeneration.Undetected);
    }

    /// <summary>A level that nobody moves afterwards: of the others it may be that new commits bring all past what was lost.</summary>
    private static async Task TouchOnceAsync(FaultRig rig)
    {
        await rig.Shop.SendAsync(new StockReceived("touched-once", Given.Noon, [new StockLine("untouched", 1)]));
        await Eventually.SeesAsync(() => rig.History.Level("untouched:default").Told, version => version == 1);
    }

    private async Task FailOverAsync(FaultRig rig)
    {
        await Postgres.KillAsync();
        await rig.HearsNothingAsync();
        await Postgres.PromoteAsync();
        await Postgres.ExhumeAsync();
        var ahead = await LoseAsync(rig);
        await Postgres.KillAsync();

        var filled = await TakeOverAsync(rig);
        rig.History.Fault($"{filled.LevelsAhead} levels are told to have lost commits, of {ahead}");
        if (filled.LevelsAhead is not > 0 || filled.LevelsAhead > ahead)
        {
            rig.History.Violate('N', $"{ahead} levels have lost commits, and {filled.LevelsAhead} were told to have");
        }
    }

    /// <summary>What the dead one had and its successor has not is lost, and nothing else: returns how many levels that is.</summary>
    private async Task<int> LoseAsync(FaultRig rig)
    {
        var database = new NpgsqlConnectionStringBuilder(rig.Space.Connections.Postgres).Database!;
        await using var dead = new StockTables(Postgres.Dead(database));
        await using var successor = new StockTables(Postgres.Standby(database));
        var lost = (await dead.OperationsAsync()).Select(operation => operation.Id).Except((await successor.OperationsAsync()).Select(operation => operation.Id)).ToHashSet();
        Assert.NotEmpty(lost);
        rig.History.Fault($"{lost.Count} operations are lost");

        var left = (await successor.LevelsAsync()).ToDictionary(level => level.Id, level => level.Version);
        rig.Lose(lost, left);
        return (await dead.LevelsAsync()).Count(level => level.Version > left.GetValueOrDefault(level.Id));
    }
}

using Inventory.FaultTests.Rig;

namespace Inventory.FaultTests.Rows;

internal sealed class Row22 : FaultRow
{
    public override int Number => 22;

    public override string Sentence => "opposed orders, (A, B) and (B, A), 32 at once";

    public override int Strikes => 5;

    public override async Task StrikeAsync(FaultRig rig, Random random)
    {
        var name = rig.Shop.NewName();
        rig.History.Fault($"{name}: opposed orders");
        var before = await rig.Space.Tables.DeadlocksAsync();
        await Task.WhenAll(Enumerable.Range(0, 32).Select(number =>
            rig.Shop.SendAsync(number % 2 == 0 ? Given.Order($"{name} {number}", ("A", 1), ("B", 1)) : Given.Order($"{name} {number}", ("B", 1), ("A", 1)))));
        await Task.WhenAll(Enumerable.Range(0, 32).Select(number => rig.AnsweredAsync($"OrderPlaced/{name} {number}")));
        if (await rig.Space.Tables.DeadlocksAsync() is var after && after != before)
        {
            rig.History.Violate('B', $"PostgreSQL had to resolve {after - before} deadlocks");
        }
    }
}

using Inventory.Contracts;
using Inventory.FaultTests.Checking;
using Inventory.FaultTests.Rig;
using Inventory.Testing.Spaces;

namespace Inventory.FaultTests.Rows;

internal sealed class Row21 : FaultRow
{
    public override int Number => 21;

    public override string Sentence => "one OrderId comes with another payload: the first stands, the second is poison";

    public override int Strikes => 3;

    public override async Task StrikeAsync(FaultRig rig, Random random)
    {
        var name = rig.Shop.NewName();
        var first = Given.Order($"{name} twice", ("A", 1));
        rig.History.Fault($"{name}: an order is contradicted");
        await rig.Shop.SendAsync(first);
        await rig.AnsweredAsync(Messages.OperationId(first));
        await rig.Shop.SendPoisonAsync(
            first with { Lines = [new StockLine("B", 2)] }, new PoisonExpected(QueueInspector.Orders, first.OrderId, "was recorded before with another content"));
        await rig.Shop.SendAsync(first);
    }
}

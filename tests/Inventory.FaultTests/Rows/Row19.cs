using Inventory.FaultTests.Checking;
using Inventory.FaultTests.Rig;
using Inventory.Testing.Faults;
using Inventory.Testing.Spaces;

namespace Inventory.FaultTests.Rows;

internal sealed class Row19 : FaultRow
{
    public override int Number => 19;

    public override string Sentence => "one poison message among a hundred";

    public override async Task StrikeAsync(FaultRig rig, Random random)
    {
        var name = rig.Shop.NewName();
        var poison = $$"""{"orderId":"{{name}} poison","placedAt":"2026-01-02T12:00:00Z","lines":[{"sku":"A","quantity":0}]}""";
        var at = random.Next(100);
        rig.History.Fault($"{name}: poison is sent as number {at} of a hundred");
        await Task.WhenAll(Enumerable.Range(0, 100).Select(number => number == at
            ? rig.Shop.SendPoisonAsync(poison, new PoisonExpected(QueueInspector.Orders, $"{name} poison", "Lines[0].Quantity is 0"))
            : rig.Shop.SendAsync(Given.Order($"{name} {number}", ("D", 1)))));
    }
}

using Inventory.Contracts;
using Inventory.FaultTests.Rig;

namespace Inventory.FaultTests.Rows;

internal sealed class Row20 : FaultRow
{
    public override int Number => 20;

    public override string Sentence => "one OrderId comes under different MessageIds, and one MessageId with different OrderIds";

    public override async Task StrikeAsync(FaultRig rig, Random random)
    {
        var name = rig.Shop.NewName();
        rig.History.Fault($"{name}: ids are used twice");
        var same = Given.Order($"{name} same", ("A", 1), ("B", 1));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => rig.Shop.SendAsync(same, AnyId(random))).ToArray());
        var id = AnyId(random);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(number => rig.Shop.SendAsync(Given.Order($"{name} {number}", ("C", 1)), id)));
    }

    private static Guid AnyId(Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }
}

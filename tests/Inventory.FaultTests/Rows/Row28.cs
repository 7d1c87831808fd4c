using Inventory.Contracts;
using Inventory.FaultTests.Rig;

namespace Inventory.FaultTests.Rows;

internal sealed class Row28 : FaultRow
{
    public override int Number => 28;

    public override string Sentence => "two or three messages about one order come in every order";

    public override async Task StrikeAsync(FaultRig rig, Random random)
    {
        var name = rig.Shop.NewName();
        rig.History.Fault($"{name}: the messages about an order come in every order");
        await Task.WhenAll(Orders(name).Select(async messages =>
        {
            foreach (var message in messages)
            {
                await rig.Shop.SendAsync(message);
                await rig.AnsweredAsync(Messages.OperationId(message));
            }
        }));
    }

    /// <summary>Every choice of two or three of them, in every order, each for an order of its own.</summary>
    private static IEnumerable<object[]> Orders(string name)
    {
        var number = 0;
        foreach (var choice in (int[][])[[0, 1], [0, 2], [1, 2], [0, 1, 2]])
        {
            foreach (var order in Permutations(choice))
            {
                var id = $"{name} {number++}";
                object[] about =
                [
                    Given.Order(id, ("A", 2), ("B", 1)),
                    Given.Cancellation(id, $"{id} c", ("A", 1)),
                    Given.Shipment(id, $"{id} s"),
                ];
                yield return [.. order.Select(which => about[which])];
            }
        }
    }

    private static IEnumerable<int[]> Permutations(int[] some) => some.Length == 1
        ? [some]
        : some.SelectMany(first => Permutations([.. some.Where(one => one != first)]).Select(rest => (int[])[first, .. rest]));
}

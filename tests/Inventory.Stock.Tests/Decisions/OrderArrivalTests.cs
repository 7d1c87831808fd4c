using CsCheck;
using Inventory.Stock.Decisions;

namespace Inventory.Stock.Tests.Decisions;

/// <summary>Messages about one order end in the same stock whichever arrives first.</summary>
public sealed class OrderArrivalTests
{
    private static readonly PlaceOrder Placed = Given.Order("o1", ("A", 10), ("B", 5));

    private static readonly StockCommand[] Steps =
    [
        Given.Cancellation("o1", at: 2),
        Given.Cancellation("o1", "c1", 1, ("A", 4)),
        Given.Cancellation("o1", "c2", 2, ("A", 8), ("B", 9)),
        Given.Cancellation("o1", "c3", 3, ("Z", 1)),
        Given.Shipment("o1", "s1", 2),
        Given.Shipment("o1", "s2", 1, ("A", 3)),
        Given.Shipment("o1", "s3", 3, ("A", 9), ("B", 1)),
        Given.Shipment("o1", "s4", 3, ("A", 12), ("C", 2)),
    ];

    [Fact]
    public void Every_two_or_three_messages_about_an_order_end_in_the_same_stock_in_every_order_of_arrival()
    {
        foreach (var one in Steps)
        {
            EndAlike(Placed, one);
            foreach (var other in Steps.Where(other => other.OperationId != one.OperationId))
            {
                EndAlike(one, other);
                EndAlike(Placed, one, other);
                foreach (var third in Steps.Where(third => third.OperationId != one.OperationId && third.OperationId != other.OperationId))
                {
                    EndAlike(one, other, third);
                }
            }
        }
    }

    [Fact]
    public void So_do_any_steps_of_any_order()
    {
        var lines = Gen.Select(Gen.Int[0, 2].Select(i => new[] { "A", "B", "C" }[i]), Gen.Long[1, 12]).Array[0, 3].Select(some => some.DistinctBy(line => line.Item1).ToArray());
        var step = Gen.Select(Gen.Bool, Gen.Int[1, 5], Gen.Int[0, 4], lines, (isShipment, id, at, some) => isShipment
            ? (StockCommand)Given.Shipment("o1", $"s{id}", at, some)
            : Given.Cancellation("o1", $"c{id}", at, some));
        var messages = step.Array[0, 5].Select(steps => (StockCommand[])[Placed, .. steps.DistinctBy(one => one.OperationId)]);

        messages.SelectMany(inOrder => Gen.Shuffle(inOrder.ToArray()).Select(shuffled => (inOrder, shuffled)))
            .Sample(some => Assert.Equal(EndOf(some.inOrder), EndOf(some.shuffled)));
    }

    private static void EndAlike(params StockCommand[] messages)
    {
        var end = EndOf(messages);
        Assert.All(Permutations(messages), arrival => Assert.Equal(end, EndOf(arrival)));
    }

    /// <summary>On hand and committed of every level, from ample stock.</summary>
    private static string EndOf(StockCommand[] arrival)
    {
        var stock = Given.Stock(Given.Level("A", 100), Given.Level("B", 100), Given.Level("C", 100));
        GroupDecider.Decide(arrival, stock, Given.Now);
        return string.Join(", ", stock.Levels.Values.OrderBy(level => level.Key.Id)
            .Select(level => $"{level.Key} {level.OnHand} on hand {level.Committed} committed"));
    }

    private static IEnumerable<StockCommand[]> Permutations(StockCommand[] messages) => messages.Length <= 1
        ? [messages]
        : messages.SelectMany(first => Permutations([.. messages.Where(one => one != first)]).Select(rest => (StockCommand[])[first, .. rest]));
}

using Inventory.Contracts;
using Inventory.Stock.Decisions;

namespace Inventory.Stock.Tests.Decisions;

public sealed class OrderDeciderTests
{
    private readonly StockState _stock = Given.Stock(Given.Level("A", onHand: 100), Given.Level("B", onHand: 50));

    [Fact]
    public void A_cancellation_gives_back_what_it_names()
    {
        Decide(Given.Order("o1", ("A", 10), ("B", 5)));

        var released = Answer<StockReleased>(Given.Cancellation("o1", "c1", 0, ("A", 4)));

        Assert.Equal(("o1", "c1", Given.Now), (released.OrderId, released.CancellationId, released.ReleasedAt));
        Assert.Equal([new ReleasedLine("A", "default", Quantity: 4, Refused: 0, Version: 3)], released.Lines);
        AssertLevels(("A", 100, 6), ("B", 50, 5));
    }

    [Fact]
    public void What_is_committed_and_what_is_given_back_says_so_in_the_ledger()
    {
        Assert.Equal(MovementKind.Committed, Decide(Given.Order("o1", ("A", 10))).Movements.Single().Kind);
        Assert.Equal(MovementKind.Released, Decide(Given.Cancellation("o1", "c1", 0, ("A", 4))).Movements.Single().Kind);
    }

    [Fact]
    public void A_cancellation_without_lines_gives_back_all_that_has_not_shipped()
    {
        Decide(Given.Order("o1", ("A", 10), ("B", 5)));
        Decide(Given.Shipment("o1", "s1", 0, ("A", 3)));

        var released = Answer<StockReleased>(Given.Cancellation("o1", at: 1));

        Assert.Equal([new ReleasedLine("A", "default", 7, 0, 4), new ReleasedLine("B", "default", 5, 0, 3)], released.Lines);
        AssertLevels(("A", 97, 0), ("B", 50, 0));
    }

    [Fact]
    public void What_has_shipped_cannot_be_cancelled_and_the_answer_says_how_much_that_is()
    {
        Decide(Given.Order("o1", ("A", 10)));
        Decide(Given.Shipment("o1", "s1", 0, ("A", 8)));

        var released = Answer<StockReleased>(Given.Cancellation("o1", "c1", 1, ("A", 5), ("B", 1)));

        Assert.Equal([new ReleasedLine("A", "default", 2, Refused: 3, 4), new ReleasedLine("B", "default", 0, Refused: 1, 1)], released.Lines);
        AssertLevels(("A", 92, 0), ("B", 50, 0));
    }

    [Fact]
    public void A_cancellation_that_is_older_than_a_shipment_gives_back_what_that_left()
    {
        Decide(Given.Order("o1", ("A", 10)));
        Decide(Given.Shipment("o1", "s1", 5, ("A", 4)));

        var released = Answer<StockReleased>(Given.Cancellation("o1", "c1", 4, ("A", 10)));

        Assert.Equal([new ReleasedLine("A", "default", 6, Refused: 4, 4)], released.Lines);
        AssertLevels(("A", 96, 0));
    }

    [Fact]
    public void An_order_that_was_cancelled_before_it_arrived_commits_nothing()
    {
        Assert.Empty(Answer<StockReleased>(Given.Cancellation("o1")).Lines);
        Decide(Given.Shipment("o1", "s1", 1, ("B", 1))); // which was none of the order's

        var rejected = Answer<StockRejected>(Given.Order("o1", ("A", 10)));

        Assert.Equal(RejectionReason.Cancelled, rejected.Reason);
        Assert.Empty(rejected.Lines);
        AssertLevels(("A", 100, 0));
    }

    [Fact]
    public void An_order_that_left_in_part_before_it_arrived_is_committed_even_if_its_rest_was_cancelled()
    {
        Decide(Given.Cancellation("o1", "c1", 0, ("A", 4)));
        Decide(Given.Shipment("o1", "s1", 1, ("A", 6)));

        Assert.Empty(Answer<StockCommitted>(Given.Order("o1", ("A", 10))).Lines);

        AssertLevels(("A", 94, 0));
    }

    [Fact]
    public void What_a_cancellation_names_in_vain_is_not_given_back_and_not_in_the_order()
    {
        Assert.Empty(Answer<StockReleased>(Given.Cancellation("o1", "c1", 0, ("B", 1))).Lines);
        Decide(Given.Cancellation("o1", at: 9));

        Decide(Given.Order("o1", ("A", 101)));

        Assert.Empty(Answer<StockReleased>(Given.Cancellation("o1", "c2", 0, ("A", 1))).Lines);
        Assert.Equal([new OrderLine("A", "default", 101, 0, 0)], _stock.OrderOf("o1").Lines);
        Assert.Equal(["c1", "c2", ""], _stock.OrderOf("o1").KnownSteps.Select(step => step.Id));
    }

    [Fact]
    public void An_order_commits_only_what_was_not_cancelled_before_it_arrived()
    {
        Decide(Given.Cancellation("o1", "c1", 0, ("A", 4), ("B", 5)));

        var committed = Answer<StockCommitted>(Given.Order("o1", ("A", 10), ("B", 5)));

        Assert.Equal([new CommittedLine("A", "default", 6, 2)], committed.Lines);
        AssertLevels(("A", 100, 6), ("B", 50, 0));
    }

    [Fact]
    public void A_shipment_takes_from_on_hand_and_from_what_is_committed()
    {
        Decide(Given.Order("o1", ("A", 10), ("B", 5)));

        var shipped = Answer<StockShipped>(Given.Shipment("o1", "s1", 2, ("A", 4)));

        Assert.Equal(("o1", "s1", Given.Now.AddHours(2)), (shipped.OrderId, shipped.ShipmentId, shipped.ShippedAt));
        Assert.Equal([new ShippedLine("A", "default", 4, Excess: 0, Version: 3)], shipped.Lines);
        AssertLevels(("A", 96, 6), ("B", 50, 5));
    }

    [Fact]
    public void The_last_of_several_shipments_without_lines_takes_the_rest()
    {
        Decide(Given.Order("o1", ("A", 10), ("B", 5)));
        Decide(Given.Shipment("o1", "s1", 0, ("A", 4)));
        Decide(Given.Cancellation("o1", "c1", 1, ("B", 2)));

        var shipped = Answer<StockShipped>(Given.Shipment("o1", "s2", 2));

        Assert.Equal([6L, 3L], shipped.Lines.Select(line => line.Quantity));
        AssertLevels(("A", 90, 0), ("B", 47, 0));
    }

    [Fact]
    public void A_shipment_of_the_rest_does_not_speak_of_what_had_left_before()
    {
        Decide(Given.Order("o1", ("A", 10), ("B", 5)));
        Decide(Given.Shipment("o1", "s1", 0, ("A", 10)));

        Assert.Equal([new ShippedLine("B", "default", 5, 0, 3)], Answer<StockShipped>(Given.Shipment("o1", "s2", 1)).Lines);
    }

    [Fact]
    public void A_shipment_of_more_than_is_committed_happened_all_the_same_and_is_reported()
    {
        Decide(Given.Order("o1", ("A", 10)));

        var shipped = Answer<StockShipped>(Given.Shipment("o1", "s1", 0, ("A", 12), ("B", 1)));

        Assert.Equal([new ShippedLine("A", "default", 12, Excess: 2, 3), new ShippedLine("B", "default", 1, Excess: 1, 2)], shipped.Lines);
        AssertLevels(("A", 88, 0), ("B", 49, 0));
    }

    [Fact]
    public void A_shipment_of_an_order_that_is_not_known_yet_lowers_on_hand_and_the_order_commits_only_the_rest()
    {
        var shipped = Answer<StockShipped>(Given.Shipment("o1", "s1", 0, ("A", 4)));
        AssertLevels(("A", 96, 0));

        var committed = Answer<StockCommitted>(Given.Order("o1", ("A", 10), ("B", 5)));

        Assert.Equal([new ShippedLine("A", "default", 4, Excess: 4, 2)], shipped.Lines);
        Assert.Equal([new CommittedLine("A", "default", 6, 3), new CommittedLine("B", "default", 5, 2)], committed.Lines);
        AssertLevels(("A", 96, 6), ("B", 50, 5));
    }

    [Fact]
    public void A_shipment_without_lines_that_came_first_is_reported_in_full_when_its_order_arrives()
    {
        Assert.Empty(Answer<StockShipped>(Given.Shipment("o1", "s1", 3)).Lines);
        AssertLevels(("A", 100, 0));

        var events = Decide(Given.Order("o1", ("A", 10))).Outcome.Events;

        Assert.Empty(Assert.IsType<StockCommitted>(events[0]).Lines);
        var shipped = Assert.IsType<StockShipped>(events[1]);
        Assert.Equal(("s1", Given.Now.AddHours(3)), (shipped.ShipmentId, shipped.ShippedAt));
        Assert.Equal([new ShippedLine("A", "default", 10, 0, 2)], shipped.Lines);
        AssertLevels(("A", 90, 0));
    }

    [Fact]
    public void Goods_of_a_rejected_order_that_left_all_the_same_are_gone_and_all_of_them_are_excess()
    {
        Decide(Given.Order("o1", ("A", 101)));

        var shipped = Answer<StockShipped>(Given.Shipment("o1", "s1", 0));

        Assert.Equal([new ShippedLine("A", "default", 101, Excess: 101, 2)], shipped.Lines);
        AssertLevels(("A", -1, 0));
    }

    [Fact]
    public void A_shipment_from_a_level_that_was_never_stocked_makes_it_negative()
    {
        Decide(Given.Shipment("o1", "s1", 0, ("N", 2)));

        Assert.Equal((-2, 1), (_stock.LevelOf(Given.Key("N")).OnHand, _stock.LevelOf(Given.Key("N")).Version));
    }

    [Fact]
    public void A_cancellation_that_is_heard_of_after_a_later_shipment_of_the_rest_puts_right_how_much_that_was()
    {
        Decide(Given.Order("o1", ("A", 10)));
        Decide(Given.Shipment("o1", "s1", 5));
        AssertLevels(("A", 90, 0));

        var movement = Assert.Single(Decide(Given.Cancellation("o1", "c1", 4, ("A", 3))).Movements);

        Assert.Equal((MovementKind.Shipped, 3, 0, Given.Now.AddHours(5)), (movement.Kind, movement.OnHandDelta, movement.CommittedDelta, movement.OccurredAt));
        AssertLevels(("A", 93, 0));
    }

    [Fact]
    public void A_late_order_needs_stock_only_for_what_is_left_of_it()
    {
        Decide(Given.Shipment("o1", "s1", 0, ("A", 60)));

        Assert.IsType<StockCommitted>(Decide(Given.Order("o1", ("A", 100))).Outcome.Events.Single());
        Assert.Equal(RejectionReason.OutOfStock, Answer<StockRejected>(Given.Order("o2", ("A", 1))).Reason);
        AssertLevels(("A", 40, 40));
    }

    [Fact]
    public void The_same_shipment_id_on_two_orders_is_two_shipments()
    {
        var verdicts = GroupDecider.Decide([Given.Shipment("o1", "parcel", 0, ("A", 1)), Given.Shipment("o2", "parcel", 0, ("A", 2))], _stock, Given.Now);

        Assert.All(verdicts, verdict => Assert.IsType<Verdict.Applied>(verdict));
        AssertLevels(("A", 97, 0));
    }

    private Decision Decide(StockCommand command) =>
        Assert.IsType<Verdict.Applied>(GroupDecider.Decide([command], _stock, Given.Now).Single()).Decision;

    private T Answer<T>(StockCommand command) => Assert.IsType<T>(Decide(command).Outcome.Events.Single());

    private void AssertLevels(params (string Sku, long OnHand, long Committed)[] expected) => Assert.Equal(
        expected,
        expected.Select(level => _stock.LevelOf(Given.Key(level.Sku))).Select(level => (level.Key.Sku, level.OnHand, level.Committed)));
}

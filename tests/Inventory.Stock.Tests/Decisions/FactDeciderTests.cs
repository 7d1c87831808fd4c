using CsCheck;
using Inventory.Contracts;
using Inventory.Stock.Decisions;

namespace Inventory.Stock.Tests.Decisions;

public sealed class FactDeciderTests
{
    private readonly History _history = new(Given.Level("A", onHand: 10, committed: 4));

    [Theory]
    [InlineData(5, 15)]
    [InlineData(-12, -2)]
    public void An_adjustment_moves_on_hand_by_its_delta_even_below_zero(long delta, long onHand)
    {
        var decision = Decide(Given.Adjustment("a1", "A", delta));

        Assert.Empty(decision.Outcome.Events);
        var movement = Assert.Single(decision.Movements);
        Assert.Equal((MovementKind.Adjusted, delta, 0), (movement.Kind, movement.OnHandDelta, movement.CommittedDelta));
        Assert.Equal((onHand, 4), (OnHand("A"), _history.Stock.LevelOf(Given.Key("A")).Committed));
    }

    [Fact]
    public void An_adjustment_and_a_count_make_the_level_that_was_not_there()
    {
        Decide(Given.Adjustment("a1", "N", -1));
        Decide(Given.Count("n1", "M", 7));

        Assert.Equal((-1, 7), (OnHand("N"), OnHand("M")));
    }

    [Fact]
    public void A_count_sets_on_hand_and_leaves_what_is_promised()
    {
        var movement = Assert.Single(Decide(Given.Count("n1", "A", 3)).Movements);

        Assert.Equal((MovementKind.Counted, -7, 0), (movement.Kind, movement.OnHandDelta, movement.CommittedDelta));
        Assert.Equal(3, OnHand("A"));
    }

    [Fact]
    public void A_count_that_finds_what_is_there_is_recorded_all_the_same() =>
        Assert.Equal(0, Assert.Single(Decide(Given.Count("n1", "A", 10)).Movements).OnHandDelta);

    [Fact]
    public void What_happened_after_the_count_stays_on_top_of_it()
    {
        Decide(Given.Adjustment("a1", "A", 2, at: 1));
        Decide(Given.Shipment("o1", "s1", 3, ("A", 5)));

        Decide(Given.Count("n1", "A", 100, at: 2));

        Assert.Equal(95, OnHand("A"));
    }

    [Fact]
    public void What_happened_before_the_count_is_in_it_when_it_is_heard_of_later()
    {
        Decide(Given.Order("o1", ("A", 5)));
        Decide(Given.Count("n1", "A", 100, at: 2));

        Decide(Given.Shipment("o1", "s1", 1));
        Decide(Given.Adjustment("a1", "A", 2, at: 2));
        Decide(Given.Adjustment("a2", "A", 1, at: 3));

        var level = _history.Stock.LevelOf(Given.Key("A"));
        Assert.Equal((101, 4), (level.OnHand, level.Committed));
    }

    [Fact]
    public void Of_several_counts_the_latest_holds_whichever_comes_last()
    {
        Decide(Given.Count("n2", "A", 50, at: 2));

        Assert.Empty(Decide(Given.Count("n1", "A", 100, at: 1)).Movements);
        Assert.Empty(Decide(Given.Count("n3", "A", 100, at: 2)).Movements); // nothing tells which of two for the same moment is right
        Assert.Equal(50, OnHand("A"));
    }

    [Fact]
    public void A_count_and_what_happened_since_may_be_in_one_group()
    {
        _history.Decide(Given.Adjustment("a1", "A", 2, at: 3), Given.Count("n1", "A", 100, at: 2), Given.Adjustment("a2", "A", 1, at: 1));

        Assert.Equal(102, OnHand("A"));
    }

    [Fact]
    public void A_count_that_expects_something_else_is_rejected_and_told_what_there_is()
    {
        var decision = Decide(Given.Count("n1", "A", 3, expected: 9));

        Assert.Equal(
            new StockCountRejected("n1", "A", "default", ExpectedOnHand: 9, OnHand: 10, Version: 1, Given.Now), Assert.Single(decision.Outcome.Events));
        Assert.Empty(decision.Movements);
        Assert.Single(Decide(Given.Count("n2", "A", 3, expected: 10)).Movements);
        Assert.Equal(3, OnHand("A"));
    }

    [Fact]
    public void A_policy_sets_what_it_names_and_leaves_the_rest()
    {
        Decide(new ConfigureLevel("c1", Given.Key("A"), SafetyStock: 2, BackorderLimit: 5, LowStockThreshold: 3));

        var movement = Assert.Single(Decide(new ConfigureLevel("c2", Given.Key("A"), SafetyStock: 1, BackorderLimit: null, LowStockThreshold: 4)).Movements);

        Assert.Equal((MovementKind.Configured, 0, 0, 0), (movement.Kind, movement.OnHandDelta, movement.CommittedDelta, movement.ReservedDelta));
        Assert.Equal((1, 5, 4), (movement.After.SafetyStock, movement.After.BackorderLimit, movement.After.LowStockThreshold));
        Assert.Equal((4, 5), (movement.Before.Available, movement.After.Available));
    }

    [Fact]
    public void Safety_stock_is_kept_from_orders_and_a_backorder_limit_lets_them_go_below_zero()
    {
        Decide(new ConfigureLevel("c1", Given.Key("A"), SafetyStock: 6, null, null));
        Assert.IsType<StockRejected>(Decide(Given.Order("o1", ("A", 1))).Outcome.Events.Single());

        Decide(new ConfigureLevel("c2", Given.Key("A"), null, BackorderLimit: 1, null));
        Assert.IsType<StockCommitted>(Decide(Given.Order("o2", ("A", 1))).Outcome.Events.Single());
        Assert.IsType<StockRejected>(Decide(Given.Order("o3", ("A", 1))).Outcome.Events.Single());
    }

    [Fact]
    public void A_policy_makes_the_level_that_was_not_there_and_an_order_for_it_is_out_of_stock()
    {
        Decide(new ConfigureLevel("c1", Given.Key("N"), SafetyStock: 1, null, null));

        Assert.Equal(RejectionReason.OutOfStock, Assert.IsType<StockRejected>(Decide(Given.Order("o1", ("N", 1))).Outcome.Events.Single()).Reason);
    }

    [Fact]
    public void Facts_end_in_the_same_on_hand_in_any_order_of_arrival()
    {
        var at = Gen.Int[0, 6];
        var fact = Gen.OneOf(
            Gen.Select(Gen.Int[1, 9], Gen.Long[-9, 9], at, (id, delta, hour) => (StockCommand)Given.Adjustment($"a{id}", "A", delta, hour)),
            Gen.Select(Gen.Int[1, 9], Gen.Long[1, 9], at, (id, quantity, hour) => (StockCommand)Given.Shipment($"o{id}", "s", hour, ("A", quantity))),
            Gen.Select(Gen.Int[1, 9], Gen.Long[0, 30], at, (id, quantity, hour) => (StockCommand)Given.Count($"n{id}", "A", quantity, hour)));
        // Of two counts for the same moment the first to arrive holds: there is nothing to tell which is right.
        var facts = fact.Array[0, 8].Select(some => some.DistinctBy(one => one.OperationId)
            .DistinctBy(one => one is CountStock ? $"{one.Timestamp}" : $"{one.OperationId}").ToArray());

        facts.SelectMany(inOrder => Gen.Shuffle(inOrder.ToArray()).Select(shuffled => (inOrder, shuffled)))
            .Sample(some => Assert.Equal(OnHandAfter(some.inOrder), OnHandAfter(some.shuffled)));
    }

    private static long OnHandAfter(StockCommand[] facts)
    {
        var history = new History(Given.Level("A", onHand: 10));
        foreach (var fact in facts)
        {
            history.Decide(fact);
        }

        return history.Stock.LevelOf(Given.Key("A")).OnHand;
    }

    private Decision Decide(StockCommand command) => Assert.IsType<Verdict.Applied>(_history.Decide(command).Single()).Decision;

    private long OnHand(string sku) => _history.Stock.LevelOf(Given.Key(sku)).OnHand;
}

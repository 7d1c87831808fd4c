using Inventory.Contracts;
using Inventory.Stock.Decisions;

namespace Inventory.Stock.Tests.Decisions;

public sealed class StockDeciderTests
{
    [Fact]
    public void An_order_commits_every_line_and_raises_each_version_by_one()
    {
        var decision = StockDecider.Decide(
            Given.Order("o1", ("A", 3), ("B", 2)),
            Given.Stock(Given.Level("A", onHand: 10, version: 7), Given.Level("B", onHand: 2)),
            Given.Now);

        var committed = Assert.IsType<StockCommitted>(decision.Outcome.Events.Single());
        Assert.Equal("o1", committed.OrderId);
        Assert.Equal(Given.Now, committed.CommittedAt);
        Assert.Equal([new CommittedLine("A", "default", 3, 8), new CommittedLine("B", "default", 2, 2)], committed.Lines);
        Assert.Equal([3L, 2L], decision.Movements.Select(movement => movement.CommittedDelta));
        Assert.All(decision.Movements, movement => Assert.Equal(0, movement.OnHandDelta));
        Assert.Equal([7L, 0L], decision.Movements.Select(movement => movement.After.Available));
    }

    [Fact]
    public void An_order_that_one_line_cannot_serve_is_rejected_whole_and_names_that_line()
    {
        var decision = StockDecider.Decide(
            Given.Order("o1", ("A", 3), ("B", 3)),
            Given.Stock(Given.Level("A", onHand: 10), Given.Level("B", onHand: 2)),
            Given.Now);

        var rejected = Assert.IsType<StockRejected>(decision.Outcome.Events.Single());
        Assert.Equal(RejectionReason.OutOfStock, rejected.Reason);
        Assert.Equal([new RejectedLine("B", "default", Requested: 3, Available: 2)], rejected.Lines);
        Assert.Equal(Given.Now, rejected.RejectedAt);
        Assert.Empty(decision.Movements);
    }

    [Fact]
    public void An_unknown_sku_is_the_reason_even_beside_a_line_that_is_short()
    {
        var decision = StockDecider.Decide(Given.Order("o1", ("A", 3), ("Z", 1)), Given.Stock(Given.Level("A", onHand: 2)), Given.Now);

        var rejected = Assert.IsType<StockRejected>(decision.Outcome.Events.Single());
        Assert.Equal(RejectionReason.UnknownSku, rejected.Reason);
        Assert.Equal([new RejectedLine("A", "default", 3, 2), new RejectedLine("Z", "default", 1, 0)], rejected.Lines);
    }

    [Theory]
    [InlineData(10, 4, 0, 0, 0, 6, true)]
    [InlineData(10, 4, 0, 0, 0, 7, false)]
    [InlineData(10, 4, 2, 1, 0, 3, true)]
    [InlineData(10, 4, 2, 1, 0, 4, false)]
    [InlineData(10, 4, 2, 1, 5, 8, true)]
    [InlineData(10, 4, 2, 1, 5, 9, false)]
    [InlineData(-3, 0, 0, 0, 0, 1, false)]
    public void Available_may_fall_to_the_backorder_limit_and_no_further(
        long onHand, long committed, long reserved, long safetyStock, long backorderLimit, long quantity, bool isCommitted)
    {
        var level = Given.Level("A", onHand, committed, reserved, safetyStock, backorderLimit);

        var decision = StockDecider.Decide(Given.Order("o1", ("A", quantity)), Given.Stock(level), Given.Now);

        Assert.Equal(isCommitted, decision.Outcome.Events is [StockCommitted]);
    }

    [Fact]
    public void A_receipt_raises_on_hand_and_makes_the_level_that_was_not_there()
    {
        var decision = StockDecider.Decide(
            Given.Receipt("r1", ("A", 5), ("N", 4)), Given.Stock(Given.Level("A", onHand: 1, committed: 1)), Given.Now);

        Assert.Empty(decision.Outcome.Events);
        Assert.Equal([6L, 4L], decision.Movements.Select(movement => movement.After.OnHand));
        Assert.Equal([2L, 1L], decision.Movements.Select(movement => movement.Version));
        Assert.Equal([5L, 4L], decision.Movements.Select(movement => movement.OnHandDelta));
        Assert.All(decision.Movements, movement => Assert.Equal(MovementKind.Received, movement.Kind));
    }

    [Fact]
    public void A_command_that_nobody_has_thought_of_is_named_and_neither_decided_nor_compared()
    {
        var decided = Assert.Throws<ArgumentOutOfRangeException>(() => StockDecider.Decide(new BurnStock("b1"), Given.Stock(), Given.Now));
        var compared = Assert.Throws<ArgumentOutOfRangeException>(() => Fingerprint.Of(new BurnStock("b1")));

        Assert.StartsWith("There is no decision for this command.", decided.Message, StringComparison.Ordinal);
        Assert.StartsWith("There is no fingerprint for this command.", compared.Message, StringComparison.Ordinal);
        Assert.Equal((nameof(BurnStock), nameof(BurnStock)), (decided.ActualValue, compared.ActualValue));
    }

    [Fact]
    public void A_receipt_does_not_touch_what_is_promised()
    {
        var before = Given.Level("A", onHand: 1, committed: 1, reserved: 2, safetyStock: 3, backorderLimit: 9);

        var after = StockDecider.Decide(Given.Receipt("r1", ("A", 5)), Given.Stock(before), Given.Now).Movements.Single().After;

        Assert.Equal(before with { OnHand = 6, Version = 2 }, after);
    }

    private sealed record BurnStock(string Id) : StockCommand(Id, [])
    {
        public override string MessageType => nameof(BurnStock);
    }
}

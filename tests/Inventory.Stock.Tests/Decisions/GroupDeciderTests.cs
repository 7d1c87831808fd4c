using Inventory.Contracts;
using Inventory.Stock.Decisions;

namespace Inventory.Stock.Tests.Decisions;

public sealed class GroupDeciderTests
{
    [Fact]
    public void Commands_are_decided_in_arrival_order_each_on_what_the_last_one_left()
    {
        var stock = Given.Stock(Given.Level("A", onHand: 5));

        var verdicts = GroupDecider.Decide(
            [Given.Order("o1", ("A", 4)), Given.Order("o2", ("A", 2)), Given.Receipt("r1", ("A", 1)), Given.Order("o3", ("A", 2))],
            stock, Given.Now);

        Assert.Collection(
            verdicts.Cast<Verdict.Applied>().Select(verdict => verdict.Decision.Outcome),
            outcome => Assert.IsType<StockCommitted>(outcome.Events.Single()),
            outcome => Assert.IsType<StockRejected>(outcome.Events.Single()),
            outcome => Assert.Empty(outcome.Events),
            outcome => Assert.IsType<StockCommitted>(outcome.Events.Single()));
        Assert.Equal(Given.Level("A", onHand: 6, committed: 6, version: 4), stock.LevelOf(Given.Key("A")));
    }

    [Fact]
    public void A_command_that_comes_twice_in_one_group_is_applied_once_and_answered_twice()
    {
        var stock = Given.Stock(Given.Level("A", onHand: 5));

        var verdicts = GroupDecider.Decide([Given.Order("o1", ("A", 3)), Given.Order("o1", ("A", 3))], stock, Given.Now);

        var applied = Assert.IsType<Verdict.Applied>(verdicts[0]);
        var repeated = Assert.IsType<Verdict.Repeated>(verdicts[1]);
        Assert.Same(applied.Decision.Outcome, repeated.Outcome);
        Assert.Equal(applied.CommitId, repeated.CommitId);
        Assert.Equal(3, stock.LevelOf(Given.Key("A")).Committed);
    }

    [Fact]
    public void A_recorded_command_is_answered_with_its_recorded_outcome_whatever_the_stock_is_now()
    {
        var order = Given.Order("o1", ("A", 3));
        var first = Apply(order, Given.Level("A", onHand: 3));
        var stock = Given.Stock(Given.Level("A", onHand: 0, version: 9));
        Record(stock, first);

        var verdict = GroupDecider.Decide([order], stock, Given.Now.AddDays(1)).Single();

        var repeated = Assert.IsType<Verdict.Repeated>(verdict);
        Assert.Same(first.Decision.Outcome, repeated.Outcome);
        Assert.Equal(first.CommitId, repeated.CommitId);
        Assert.Equal(9, stock.LevelOf(Given.Key("A")).Version);
    }

    [Theory]
    [InlineData("A", 4)]
    [InlineData("B", 3)]
    public void The_same_id_with_another_content_contradicts_and_changes_nothing(string sku, long quantity)
    {
        var first = Apply(Given.Order("o1", ("A", 3)), Given.Level("A", onHand: 9));
        var stock = Given.Stock(Given.Level("A", onHand: 9), Given.Level("B", onHand: 9));
        Record(stock, first);

        var verdict = GroupDecider.Decide([Given.Order("o1", (sku, quantity))], stock, Given.Now).Single();

        Assert.IsType<Verdict.Contradicted>(verdict);
        Assert.All(stock.Levels.Values, level => Assert.Equal(1, level.Version));
    }

    [Fact]
    public void The_same_id_on_messages_of_different_types_names_different_operations()
    {
        var verdicts = GroupDecider.Decide(
            [Given.Receipt("1", ("A", 3)), Given.Order("1", ("A", 3))], Given.Stock(), Given.Now);

        Assert.All(verdicts, verdict => Assert.IsType<Verdict.Applied>(verdict));
    }

    [Fact]
    public void All_that_one_group_moves_is_one_commit_and_what_moves_nothing_is_in_none()
    {
        var verdicts = GroupDecider.Decide(
            [Given.Order("o0", ("Z", 1)), Given.Receipt("r1", ("A", 3)), Given.Order("o1", ("A", 3))], Given.Stock(), Given.Now)
            .Cast<Verdict.Applied>().ToArray();

        Assert.Null(verdicts[0].CommitId);
        Assert.NotNull(verdicts[1].CommitId);
        Assert.Equal(verdicts[1].CommitId, verdicts[2].CommitId);
    }

    [Fact]
    public void What_a_database_lost_is_done_again_in_a_commit_of_another_id()
    {
        var lost = Apply(Given.Order("o1", ("A", 3)), Given.Level("A", 5));

        var again = (Verdict.Applied)GroupDecider.Decide([Given.Order("o1", ("A", 3))], Given.Stock(Given.Level("A", 4)), Given.Now.AddTicks(1)).Single();

        Assert.NotEqual(lost.CommitId, again.CommitId);
    }

    private static Verdict.Applied Apply(StockCommand command, params Level[] levels) =>
        (Verdict.Applied)GroupDecider.Decide([command], Given.Stock(levels), Given.Now).Single();

    private static void Record(StockState stock, Verdict.Applied verdict) =>
        stock.Operations.Add(verdict.Command.OperationId, new(verdict.Fingerprint, verdict.Decision.Outcome, verdict.CommitId));
}

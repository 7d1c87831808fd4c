using CsCheck;
using Inventory.Stock.Decisions;

namespace Inventory.Stock.Tests.Decisions;

/// <summary>Any interleaving of orders and receipts, repeats included, cut into any groups, keeps the invariants.</summary>
public sealed class GroupDeciderProperties
{
    private static readonly string[] Skus = ["A", "B", "C", "D"];

    private static readonly Gen<(string Sku, long Quantity)[]> Lines =
        Gen.Select(Gen.Int[0, 3].Select(i => Skus[i]), Gen.Long[1, 9]).Array[1, 4].Select(lines => lines.DistinctBy(line => line.Item1).ToArray());

    // Few ids on purpose: repeats and contradictions come by themselves.
    private static readonly Gen<StockCommand> Command = Gen.Frequency(
        (3, Gen.Select(Gen.Int[1, 40], Lines, (id, lines) => (StockCommand)Given.Order($"o{id}", lines))),
        (1, Gen.Select(Gen.Int[1, 40], Lines, (id, lines) => (StockCommand)Given.Receipt($"r{id}", lines))));

    private static readonly Gen<StockCommand[][]> Groups = Command.Array[0, 12].Array[0, 12];

    [Fact]
    public void Stock_is_conserved_and_the_ledger_adds_up_to_the_level() => Groups.Sample(groups =>
    {
        var run = Run(groups);
        foreach (var level in run.Stock.Values)
        {
            var ledger = run.Movements.Where(movement => movement.Key == level.Key).ToArray();
            Assert.Equal(level.OnHand, ledger.Sum(movement => movement.OnHandDelta));
            Assert.Equal(level.Committed, ledger.Sum(movement => movement.CommittedDelta));
            Assert.Equal(level.Reserved, ledger.Sum(movement => movement.ReservedDelta));
            Assert.Equal(Enumerable.Range(1, (int)level.Version).Select(version => (long)version), ledger.Select(movement => movement.Version));
        }
    });

    [Fact]
    public void Available_never_falls_below_zero_by_an_order() => Groups.Sample(groups =>
        Assert.All(Run(groups).Movements, movement => Assert.True(movement.After.Available >= 0)));

    [Fact]
    public void An_order_is_committed_whole_or_not_at_all() => Groups.Sample(groups =>
    {
        foreach (var verdict in Run(groups).Verdicts.OfType<Verdict.Applied>().Where(verdict => verdict.Command is PlaceOrder))
        {
            var committed = verdict.Decision.Movements.Select(movement => new LevelQuantity(movement.Key, movement.CommittedDelta));
            Assert.Equal(verdict.Decision.Outcome is Outcome.OrderCommitted ? verdict.Command.Lines : [], committed);
        }
    });

    [Fact]
    public void Every_operation_is_applied_exactly_once_and_a_repeat_gets_the_same_outcome() => Groups.Sample(groups =>
    {
        var verdicts = Run(groups).Verdicts;
        foreach (var operation in verdicts.GroupBy(verdict => verdict.Command.OperationId))
        {
            var applied = Assert.Single(operation.OfType<Verdict.Applied>());
            Assert.Same(applied, operation.First());
            Assert.All(operation.OfType<Verdict.Repeated>(), repeated => Assert.Same(applied.Decision.Outcome, repeated.Outcome));
            Assert.All(operation.OfType<Verdict.Contradicted>(), contradicted =>
                Assert.NotEqual(applied.Fingerprint, Fingerprint.Of(contradicted.Command)));
        }
    });

    [Fact]
    public void How_commands_are_cut_into_groups_does_not_change_what_becomes_of_them() => Groups.Sample(groups =>
    {
        var one = Run([[.. groups.SelectMany(group => group)]]);
        var many = Run(groups);

        Assert.Equal(one.Stock.OrderBy(level => level.Key.Id), many.Stock.OrderBy(level => level.Key.Id));
        Assert.Equal(one.Verdicts.Select(verdict => verdict.GetType()), many.Verdicts.Select(verdict => verdict.GetType()));
    });

    private sealed record Result(Dictionary<LevelKey, Level> Stock, List<Verdict> Verdicts)
    {
        public IEnumerable<Movement> Movements => Verdicts.OfType<Verdict.Applied>().SelectMany(verdict => verdict.Decision.Movements);
    }

    private static Result Run(StockCommand[][] groups)
    {
        var result = new Result([], []);
        var operations = new Dictionary<OperationId, RecordedOperation>();
        foreach (var group in groups)
        {
            var verdicts = GroupDecider.Decide(group, result.Stock, operations, Given.Now);
            result.Verdicts.AddRange(verdicts);
            foreach (var applied in verdicts.OfType<Verdict.Applied>())
            {
                operations.Add(applied.Command.OperationId, new(applied.Fingerprint, applied.Decision.Outcome, applied.CommitId));
            }
        }

        return result;
    }
}

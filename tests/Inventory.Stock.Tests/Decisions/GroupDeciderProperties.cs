using CsCheck;
using Inventory.Contracts;
using Inventory.Stock.Decisions;

namespace Inventory.Stock.Tests.Decisions;

/// <summary>Any interleaving of messages, repeats included, cut into any groups, keeps the invariants.</summary>
public sealed class GroupDeciderProperties
{
    private static readonly Gen<string> Sku = Gen.Int[0, 3].Select(i => $"{(char)('A' + i)}");

    private static readonly Gen<(string Sku, long Quantity)[]> Lines =
        Gen.Select(Sku, Gen.Long[1, 9]).Array[1, 4].Select(lines => lines.DistinctBy(line => line.Item1).ToArray());

    // Named, or the whole of the order.
    private static readonly Gen<(string Sku, long Quantity)[]> SomeOrAll = Gen.OneOf(Lines, Gen.Const(Array.Empty<(string, long)>()));

    // Few ids on purpose: repeats and contradictions come by themselves, and steps before their orders.
    private static readonly Gen<StockCommand> Command = Gen.Frequency(
        (3, Gen.Select(Gen.Int[1, 40], Lines, (id, lines) => (StockCommand)Given.Order($"o{id}", lines))),
        (1, Gen.Select(Gen.Int[1, 40], Gen.Int[0, 2], Gen.Int[0, 3], SomeOrAll, (id, step, at, lines) =>
            (StockCommand)Given.Cancellation($"o{id}", step == 0 ? null : $"c{step}", at, lines))),
        (1, Gen.Select(Gen.Int[1, 40], Gen.Int[1, 2], Gen.Int[0, 3], SomeOrAll, (id, step, at, lines) =>
            (StockCommand)Given.Shipment($"o{id}", $"s{step}", at, lines))),
        (1, Gen.Select(Gen.Int[1, 40], Gen.Int[1, 20], Lines, (id, reservation, lines) =>
            (StockCommand)(Given.Order($"o{id}", lines) with { ReservationId = $"v{reservation}" }))),
        (1, Gen.Select(Gen.Int[1, 20], Lines, (id, lines) => (StockCommand)Given.Reservation($"v{id}", lines))),
        (1, Gen.Select(Gen.Int[1, 20], Gen.Bool, (id, isDue) => isDue ? (StockCommand)new ExpireReservation($"v{id}") : new EndReservation($"v{id}"))),
        (1, Gen.Select(Gen.Int[1, 40], Sku, Gen.Long[-5, 5], Gen.Int[0, 3], (id, sku, delta, at) => (StockCommand)Given.Adjustment($"a{id}", sku, delta, at))),
        (1, Gen.Select(Gen.Int[1, 40], Lines, (id, lines) => (StockCommand)Given.Receipt($"r{id}", lines))));

    private static readonly Gen<StockCommand> CommandOrCount = Gen.Frequency(
        (8, Command),
        (1, Gen.Select(Gen.Int[1, 40], Sku, Gen.Long[0, 20], Gen.Int[0, 3], Gen.OneOf(Gen.Const((long?)null), Gen.Long[0, 9].Select(n => (long?)n)),
            (id, sku, quantity, at, expected) => (StockCommand)Given.Count($"n{id}", sku, quantity, at, expected))));

    private static readonly Gen<StockCommand[][]> Groups = CommandOrCount.Array[0, 12].Array[0, 12];

    private static readonly Gen<StockCommand[][]> GroupsWithoutCounts = Command.Array[0, 12].Array[0, 12];

    [Fact]
    public void Stock_is_conserved_and_the_ledger_adds_up_to_the_level() => Groups.Sample(groups =>
    {
        var run = Run(groups);
        foreach (var level in run.Stock.Levels.Values)
        {
            var ledger = run.Movements.Where(movement => movement.Key == level.Key).ToArray();
            Assert.Equal(level.OnHand, ledger.Sum(movement => movement.OnHandDelta));
            Assert.Equal(level.Committed, ledger.Sum(movement => movement.CommittedDelta));
            Assert.Equal(level.Reserved, ledger.Sum(movement => movement.ReservedDelta));
            Assert.Equal(Enumerable.Range(1, (int)level.Version).Select(version => (long)version), ledger.Select(movement => movement.Version));
        }
    });

    [Fact]
    public void What_is_committed_and_what_has_left_is_what_the_orders_say() => GroupsWithoutCounts.Sample(groups =>
    {
        var run = Run(groups);
        var lines = run.Stock.Orders.Values.SelectMany(order => order.Lines).ToLookup(line => line.Key);
        var brought = run.Applied.Select(verdict => verdict.Command).Where(command => command is ReceiveStock or AdjustStock)
            .SelectMany(fact => fact.Lines).ToLookup(line => line.Key);
        var held = run.Stock.Reservations.Values.SelectMany(reservation => reservation.Held).ToLookup(line => line.Key);
        foreach (var level in run.Stock.Levels.Values)
        {
            Assert.True(level.Committed >= 0);
            Assert.True(level.Reserved >= 0);
            Assert.Equal(level.Reserved, held[level.Key].Sum(line => line.Quantity));
            Assert.Equal(level.Committed, lines[level.Key].Sum(line => line.Committed));
            Assert.Equal(level.OnHand, brought[level.Key].Sum(line => line.Quantity) - lines[level.Key].Sum(line => line.Shipped));
        }
    });

    [Fact]
    public void Available_never_falls_below_zero_by_an_order_or_a_reservation() => Groups.Sample(groups =>
        Assert.All(
            Run(groups).Movements.Where(movement => movement.Kind is MovementKind.Committed or MovementKind.Reserved),
            movement => Assert.True(movement.After.Available >= 0 || movement.After.Available >= movement.Before.Available)));

    [Fact]
    public void An_order_is_committed_whole_or_not_at_all() => Groups.Sample(groups =>
    {
        var touched = groups.SelectMany(group => group).Where(command => command is CancelOrder or ShipOrder).Select(command => command.OrderId).ToHashSet();
        foreach (var verdict in Run(groups).Applied.Where(verdict => verdict.Command is PlaceOrder && !touched.Contains(verdict.Command.OrderId)))
        {
            var committed = verdict.Decision.Movements.Where(movement => movement.CommittedDelta != 0)
                .Select(movement => new LevelQuantity(movement.Key, movement.CommittedDelta));
            Assert.Equal(verdict.Decision.Outcome.Events is [StockCommitted] ? verdict.Command.Lines : [], committed);
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

        Assert.Equal(one.Stock.Levels.Values.OrderBy(level => level.Key.Id), many.Stock.Levels.Values.OrderBy(level => level.Key.Id));
        Assert.Equal(one.Verdicts.Select(verdict => verdict.GetType()), many.Verdicts.Select(verdict => verdict.GetType()));
    });

    private static History Run(StockCommand[][] groups)
    {
        var history = new History();
        foreach (var group in groups)
        {
            history.Decide(group);
        }

        return history;
    }
}

using System.Collections.Immutable;
using Inventory.Contracts;
using Inventory.Stock.Decisions;
using Inventory.Stock.Storage;
using Inventory.Testing.Servers;
using Inventory.Testing.Spaces;
using Inventory.Worker.Pipeline;
using Npgsql;

namespace Inventory.IntegrationTests;

/// <summary>
/// Nobody can lock what does not exist. Two workers that make the same thing meet at its insertion, and the second of them
/// has to begin again with what the first one knew.
/// </summary>
public sealed class MeetingTests(TestServers servers)
{
    private static readonly DateTimeOffset s_now = Given.Noon;

    /// <summary>Two commands that make the same order, level or reservation, and lock no level that the other one needs.</summary>
    public static readonly TheoryData<string> Made = ["an order", "a level", "a reservation"];

    [Theory]
    [MemberData(nameof(Made))]
    public async Task The_second_to_make_it_is_told_so_and_has_changed_nothing(string what)
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await space.StartWorkerAsync();
        await space.StockAsync(("A", 10), ("B", 10));
        var (one, other) = Commands(what);
        var store = new StockStore(worker.Service<NpgsqlDataSource>());
        await using var first = await store.BeginAsync(TestContext.Current.CancellationToken);
        await using var second = await store.BeginAsync(TestContext.Current.CancellationToken);
        var firstState = await first.LoadAndLockAsync([one], TestContext.Current.CancellationToken);
        var secondState = await second.LoadAndLockAsync([other], TestContext.Current.CancellationToken);
        await first.CommitAsync(firstState, GroupDecider.Decide([one], firstState, s_now), s_now);

        var refusal = await Assert.ThrowsAsync<PostgresException>(() =>
            second.CommitAsync(secondState, GroupDecider.Decide([other], secondState, s_now), s_now));

        Assert.Equal(Fault.Conflict, FaultPolicy.Classify(refusal));
        Assert.Contains(one.OperationId.ToString(), (await space.Tables.OperationsAsync()).Select(operation => operation.Id));
        Assert.DoesNotContain(other.OperationId.ToString(), (await space.Tables.OperationsAsync()).Select(operation => operation.Id));
    }

    /// <summary>
    /// It saw the level that it waited for as the other one left it, but not what the other one made: a state that never was. An
    /// order that was refused for it would insert nothing and so meet nobody.
    /// </summary>
    [Theory]
    [InlineData("its reservation")]
    [InlineData("one of its levels")]
    public async Task An_order_that_waited_while_something_it_names_was_made_looks_again(string what)
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await space.StartWorkerAsync();
        await space.StockAsync(("A", 1));
        StockCommand one = what == "its reservation"
            ? new MakeReservation("v-1", Lines("A"), s_now)
            : new ReceiveStock("r-1", s_now, [.. Lines("A"), .. Lines("N")], ReceiptReason.Purchase);
        var order = new PlaceOrder("o-1", s_now, what == "its reservation" ? Lines("A") : [.. Lines("A"), .. Lines("N")], "v-1");
        var store = new StockStore(worker.Service<NpgsqlDataSource>());
        await using var first = await store.BeginAsync(TestContext.Current.CancellationToken);
        await using var second = await store.BeginAsync(TestContext.Current.CancellationToken);
        var state = await first.LoadAndLockAsync([one], TestContext.Current.CancellationToken);
        var waits = second.LoadAndLockAsync([order], TestContext.Current.CancellationToken);
        await Eventually.SeesAsync(space.Tables.WaitingAsync, waiting => waiting == 1);
        await first.CommitAsync(state, GroupDecider.Decide([one], state, s_now), s_now);

        var refusal = await Record.ExceptionAsync(() => waits);

        Assert.NotNull(refusal);
        Assert.Equal(Fault.Conflict, FaultPolicy.Classify(refusal));
        await second.DisposeAsync();
        await using var third = await store.BeginAsync(TestContext.Current.CancellationToken);
        state = await third.LoadAndLockAsync([order], TestContext.Current.CancellationToken);
        var verdict = Assert.IsType<Verdict.Applied>(Assert.Single(GroupDecider.Decide([order], state, s_now)));
        Assert.IsType<StockCommitted>(Assert.Single(verdict.Decision.Outcome.Events));
    }

    /// <summary>Whoever waits for a level holds all that come before it and none that come after it: so nobody waits in a circle.</summary>
    [Fact]
    public async Task Levels_are_locked_in_the_order_of_their_ids_in_whatever_order_a_message_names_them()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await space.StartWorkerAsync();
        string[] named = ["G", "B", "E", "D", "A", "F", "C"];
        await space.StockAsync([.. named.Select(sku => (sku, 1L))]);
        var store = new StockStore(worker.Service<NpgsqlDataSource>());
        await using var second = await store.BeginAsync(TestContext.Current.CancellationToken);
        Task waits;
        await using (var first = await store.BeginAsync(TestContext.Current.CancellationToken))
        {
            await first.LoadAndLockAsync([new PlaceOrder("o-1", s_now, Lines("D"))], TestContext.Current.CancellationToken);
            waits = second.LoadAndLockAsync([new PlaceOrder("o-2", s_now, [.. named.SelectMany(sku => Lines(sku))])], TestContext.Current.CancellationToken);
            await Eventually.SeesAsync(space.Tables.WaitingAsync, waiting => waiting == 1);

            Assert.Equal(["E:default", "F:default", "G:default"], await space.Tables.UnlockedLevelsAsync());
        }

        await waits;
    }

    private static (StockCommand One, StockCommand Other) Commands(string what) => what switch
    {
        "an order" => (new PlaceOrder("o-1", s_now, Lines("A")), new ShipOrder("o-1", "s-1", s_now, Lines("B"))),
        "a level" => (new AdjustStock("a-1", s_now, Key("N"), 1, "found"), new AdjustStock("a-2", s_now, Key("N"), 1, "found")),
        "a reservation" => (new MakeReservation("v-1", Lines("A"), s_now), new PlaceOrder("o-1", s_now, Lines("B"), "v-1")),
        _ => throw new ArgumentOutOfRangeException(nameof(what), what, null),
    };

    private static LevelKey Key(string sku) => new(sku, "default");

    private static ImmutableArray<LevelQuantity> Lines(string sku) => [new LevelQuantity(Key(sku), 1)];
}

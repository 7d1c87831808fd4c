using System.Collections.Immutable;
using Inventory.IntegrationTests.Servers;
using Inventory.IntegrationTests.Spaces;
using Inventory.Stock.Decisions;
using Inventory.Stock.Storage;
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
        var store = worker.Service<StockStore>();
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

using Inventory.Contracts;
using Inventory.Testing.Faults;
using Inventory.Testing.Servers;
using Inventory.Testing.Spaces;
using Inventory.Testing.Workers;

namespace Inventory.IntegrationTests;

public sealed class TwoWorkersTests(TestServers servers)
{
    /// <summary>A transaction may stand still for 30 s, which is seen every 10 s.</summary>
    private static readonly TimeSpan s_standstill = TimeSpan.FromSeconds(50);

    private static readonly (string, string)[] s_smallGroups = [("MaxGroupCommands", "4"), ("Prefetch", "64")];

    [Fact]
    public async Task Orders_that_name_the_same_levels_in_opposed_order_neither_deadlock_nor_collide()
    {
        const int Rounds = 20;
        const int EachWay = 32;
        await using var space = await servers.OpenSpaceAsync();
        await using var one = await space.StartWorkerAsync(s_smallGroups);
        await using var other = await space.StartWorkerAsync(s_smallGroups);
        await space.StockAsync(("A", 10_000), ("B", 10_000), ("C", 10_000));

        for (var round = 0; round < Rounds; round++)
        {
            await space.Publisher.PublishPlainAsync(Enumerable.Range(0, EachWay).SelectMany(number => (OrderPlaced[])
            [
                Given.Order($"there {round}-{number}", ("A", 1), ("B", 2), ("C", 1)),
                Given.Order($"back {round}-{number}", ("C", 1), ("B", 1), ("A", 2)),
            ]));
        }

        const int Orders = Rounds * EachWay * 2;
        await space.Subscriber.HearsAnswersAsync(Orders);
        Assert.Equal(Orders, space.Subscriber.Distinct<StockCommitted>().Count);
        Assert.NotEmpty(one.Measurements.Groups);
        Assert.NotEmpty(other.Measurements.Groups);
        Assert.Empty(one.Measurements.Failures.Concat(other.Measurements.Failures));
        await Audit.HoldsAsync(space, ("A", 10_000, Orders / 2 * 3), ("B", 10_000, Orders / 2 * 3), ("C", 10_000, Orders));
        Assert.Null(await space.Queues.ReadyAsync(QueueInspector.OrderErrors));
    }

    [Fact]
    public async Task Five_hundred_orders_for_a_hundred_units_sell_exactly_a_hundred()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var one = await space.StartWorkerAsync(s_smallGroups);
        await using var other = await space.StartWorkerAsync(s_smallGroups);
        await space.StockAsync(("A", 100));

        await space.Publisher.PublishPlainAsync(Given.Orders(500, "A"));

        await space.Subscriber.HearsAnswersAsync(500);
        Assert.Equal(100, space.Subscriber.Distinct<StockCommitted>().Count);
        Assert.Equal(400, space.Subscriber.Distinct<StockRejected>().Count(answer => answer.Reason is RejectionReason.OutOfStock));
        Assert.NotEmpty(one.Measurements.Groups);
        Assert.NotEmpty(other.Measurements.Groups);
        await Audit.HoldsAsync(space, ("A", 100, 100));
    }

    /// <summary>
    /// Its host is gone, or it is not given any time, after a part of what it sends has arrived: PostgreSQL waits for the rest, and
    /// does not count such a transaction among the idle ones.
    /// </summary>
    [Fact]
    public async Task A_worker_that_stands_still_half_way_through_sending_holds_the_others_up_for_so_long_only()
    {
        await using var space = await servers.OpenSpaceAsync();
        var (postgres, past) = space.Connections.BeforePostgres();
        await using var proxy = postgres;
        await using var still = await WorkerProcess.StartAsync(past);
        await space.StockAsync(("A", 100));
        proxy.CutAt(Wire.Commit);
        await space.Publisher.PublishPlainAsync([Given.Order("half sent", ("A", 1))]);
        await Eventually.SeesAsync(() => proxy.IsHolding, isHolding => isHolding);
        await still.FreezeAsync();
        await using var other = await space.StartWorkerAsync();
        await space.Publisher.PublishPlainAsync(Given.Orders(20, "A"));

        await space.Subscriber.HearsAnswersAsync(20, s_standstill);
        await proxy.ReleaseAsync();
        await still.ThawAsync();
        await space.Subscriber.HearsAnswersAsync(21);
        await Audit.HoldsAsync(space, ("A", 100, 21));
    }

    [Fact]
    public async Task Receipts_that_make_the_same_new_levels_at_once_lose_nothing()
    {
        const int Receipts = 200;
        await using var space = await servers.OpenSpaceAsync();
        await using var one = await space.StartWorkerAsync(s_smallGroups);
        await using var other = await space.StartWorkerAsync(s_smallGroups);
        var skus = Enumerable.Range(0, 20).Select(number => $"NEW-{number:00}").ToArray();

        await space.Publisher.PublishPlainAsync(Enumerable.Range(0, Receipts).Select(number => Given.Receipt(
            $"r-{number}", [.. (number % 2 == 0 ? skus : skus.Reverse()).Select(sku => (sku, 1L))])));

        await Eventually.SeesAsync(
            () => space.Subscriber.Distinct<StockLevelsChanged>().SelectMany(changed => changed.Changes).Max(change => (long?)change.Version),
            version => version == Receipts);
        Assert.NotEmpty(one.Measurements.Groups);
        Assert.NotEmpty(other.Measurements.Groups);
        await Audit.HoldsAsync(space, [.. skus.Select(sku => (sku, (long)Receipts, 0L))]);
    }
}

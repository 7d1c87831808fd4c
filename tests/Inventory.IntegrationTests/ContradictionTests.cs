using Inventory.Contracts;
using Inventory.Testing.Faults;
using Inventory.Testing.Servers;
using Inventory.Testing.Spaces;
using Inventory.Testing.Workers;

namespace Inventory.IntegrationTests;

public sealed class ContradictionTests(TestServers servers)
{
    private const string Reason = "was recorded before with another content";

    [Fact]
    public async Task The_first_order_of_an_id_stands_and_another_of_the_same_id_is_refused_with_the_reason()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await space.StartWorkerAsync();
        await space.StockAsync(("A", 100));
        await space.Publisher.PublishAsync(Given.Order("o-1", ("A", 3)));
        await space.Subscriber.HearsAnswersAsync(1);

        await space.Publisher.PublishAsync(Given.Order("o-1", ("A", 4)));

        var refused = Assert.Single(await space.Queues.SeesPoisonAsync(QueueInspector.OrderErrors, 1));
        Assert.StartsWith($"OrderPlaced 'o-1' {Reason}", refused.Reason, StringComparison.Ordinal);
        Assert.Equal(3, Assert.Single(space.Subscriber.All<StockCommitted>()).Event.Lines.Single().Quantity);
        await Audit.HoldsAsync(space, ("A", 100, 3));
    }

    [Fact]
    public async Task A_receipt_that_contradicts_an_earlier_one_is_refused_too()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await space.StartWorkerAsync();
        await space.Publisher.PublishAsync(Given.Receipt("r-1", ("A", 100)));
        await space.Subscriber.HearsAsync<StockLevelsChanged>(changed => changed.Changes is [{ OnHand: 100 }]);

        await space.Publisher.PublishAsync(Given.Receipt("r-1", ("A", 1), ("B", 1)));

        var refused = Assert.Single(await space.Queues.SeesPoisonAsync(QueueInspector.ReceiptErrors, 1));
        Assert.StartsWith($"StockReceived 'r-1' {Reason}", refused.Reason, StringComparison.Ordinal);
        await Audit.HoldsAsync(space, ("A", 100, 0));
        Assert.Equal(["A:default"], (await space.Tables.LevelsAsync()).Select(level => level.Id));
    }

    [Fact]
    public async Task A_contradiction_disturbs_no_neighbour_in_its_group()
    {
        await using var space = await servers.OpenSpaceAsync();
        var (redis, throughProxy) = space.Connections.BeforeRedis();
        await using var proxy = redis;
        await using var worker = await InProcessWorker.StartAsync(throughProxy);
        await space.StockAsync(("A", 100), (OneGroup.Sku, 1));
        var orders = Given.Orders(40, "A").ToArray();

        await OneGroup.FormAsync(space, proxy, () => space.Publisher.PublishPlainAsync(
            [.. orders.Take(20), orders[5] with { ReservationId = "other" }, orders[6] with { PlacedAt = Given.Noon.AddMicroseconds(1) }, .. orders.Skip(20)]));

        await space.Subscriber.HearsAnswersAsync(41);
        var refused = await space.Queues.SeesPoisonAsync(QueueInspector.OrderErrors, 2);
        Assert.All(refused, message => Assert.Contains(Reason, message.Reason, StringComparison.Ordinal));
        Assert.InRange(worker.Measurements.Groups.Max(), 21, 42);
        Assert.Empty(worker.Measurements.Failures);
        await Audit.HoldsAsync(space, ("A", 100, 40));
    }
}

using Inventory.Contracts;
using Inventory.Testing.Faults;
using Inventory.Testing.Servers;
using Inventory.Testing.Spaces;
using Inventory.Testing.Workers;

namespace Inventory.IntegrationTests;

public sealed class PolicyTests(TestServers servers)
{
    [Fact]
    public async Task Crossings_of_available_are_told_once_each_and_again_under_the_same_ids_when_their_message_comes_again()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await space.StartWorkerAsync();
        await space.StockAsync(("A", 20));
        await space.Publisher.PublishAsync(new ConfigureStockLevel("c-1", "A", SafetyStock: 2, LowStockThreshold: 5));
        await Eventually.SeesAsync(() => space.Tables.CountAsync(nameof(ConfigureStockLevel)), configured => configured == 1);

        await OrderAsync(space, "o-1", 10);
        await OrderAsync(space, "o-2", 4);
        await OrderAsync(space, "o-3", 1);
        await OrderAsync(space, "o-4", 3);
        await space.Publisher.PublishAsync(Given.Receipt("r-2", ("A", 100)));
        await Eventually.SeesAsync(space.Subscriber.Distinct<StockReplenished>, replenished => replenished.Count == 2);
        await space.Publisher.PublishAsync(Given.Order("o-2", ("A", 4)));
        await Eventually.SeesAsync(space.Subscriber.All<StockLow>, low => low.Count == 2);

        Assert.Equal([new StockLow("A", "default", Available: 4, Threshold: 5, Version: 4)], space.Subscriber.Distinct<StockLow>());
        Assert.Equal([new StockDepleted("A", "default", 0, 0, 6)], space.Subscriber.Distinct<StockDepleted>());
        Assert.Equal(
            [new StockReplenished("A", "default", 100, 0, 7), new StockReplenished("A", "default", 100, 5, 7)],
            space.Subscriber.Distinct<StockReplenished>().OrderBy(one => one.Threshold));
        await Audit.HoldsAsync(space, ("A", 120, 18));
    }

    [Fact]
    public async Task What_falls_and_rises_within_one_commit_crosses_nothing()
    {
        await using var space = await servers.OpenSpaceAsync();
        var (redis, throughProxy) = space.Connections.BeforeRedis();
        await using var proxy = redis;
        await using var worker = await InProcessWorker.StartAsync(throughProxy);
        await space.StockAsync(("A", 5), (OneGroup.Sku, 10));

        await OneGroup.FormAsync(space, proxy, async () =>
        {
            await space.Publisher.PublishPlainAsync([Given.Order("o-1", ("A", 5))]);
            await Eventually.SeesAsync(() => space.Queues.ReadyAsync(QueueInspector.Orders), ready => ready == 0);
            await space.Publisher.PublishPlainAsync([Given.Receipt("r-2", ("A", 1))]);
            await Eventually.SeesAsync(() => space.Queues.ReadyAsync(QueueInspector.Receipts), ready => ready == 0);
        });
        await space.Subscriber.HearsAsync<StockLevelsChanged>(changed => changed.Changes.Any(change => change is { Sku: "A", OnHand: 6 }));
        await space.Subscriber.HearsAsync<StockCommitted>(one => one.OrderId == "o-1"); // after all that is told of its commit

        Assert.Equal(1, worker.Measurements.Groups.Count(size => size == 2));
        Assert.Empty(space.Subscriber.All<StockDepleted>());
        Assert.Empty(space.Subscriber.All<StockReplenished>());
        await Audit.HoldsAsync(space, ("A", 6, 5));
    }

    private static async Task OrderAsync(TestSpace space, string id, long quantity)
    {
        await space.Publisher.PublishAsync(Given.Order(id, ("A", quantity)));
        await space.Subscriber.HearsAsync<StockCommitted>(one => one.OrderId == id);
    }
}

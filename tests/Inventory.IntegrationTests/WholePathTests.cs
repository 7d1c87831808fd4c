using Inventory.Contracts;
using Inventory.Testing.Servers;
using Inventory.Testing.Spaces;

namespace Inventory.IntegrationTests;

public sealed class WholePathTests(TestServers servers)
{
    [Fact]
    public async Task Goods_that_arrive_and_an_order_for_them_end_in_PostgreSQL_in_Redis_and_in_events()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await space.StartWorkerAsync();

        await space.Publisher.PublishAsync(Given.Receipt("r-1", ("A", 10)));
        await space.Subscriber.HearsAsync<StockLevelsChanged>(changed => changed.Changes is [{ Version: 1 }]);
        await space.Publisher.PublishAsync(Given.Order("o-1", ("A", 3)));
        var committed = await space.Subscriber.HearsAsync<StockCommitted>(answer => answer.OrderId == "o-1");

        Assert.Equal([new CommittedLine("A", "default", 3, 2)], committed.Lines);
        Assert.Equal(
            [
                new LevelChange("A", "default", 10, 0, 0, 10, 1, new ChangeCause("StockReceived", "r-1")),
                new LevelChange("A", "default", 10, 3, 0, 7, 2, new ChangeCause("OrderPlaced", "o-1", "o-1")),
            ],
            space.Subscriber.Distinct<StockLevelsChanged>().SelectMany(changed => changed.Changes));
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["default:onHand"] = "10",
                ["default:committed"] = "3",
                ["default:reserved"] = "0",
                ["default:available"] = "7",
                ["default:version"] = "2",
            },
            await space.Hashes.FieldsAsync("A"));
        await Audit.HoldsAsync(space, ("A", 10, 3));
    }

    [Fact]
    public async Task What_is_settled_leaves_nothing_behind_in_any_queue()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using (var worker = await space.StartWorkerAsync())
        {
            await space.StockAsync(("A", 10));
            await space.Publisher.PublishAsync(Given.Order("o-1", ("A", 3)));
            await space.Publisher.PublishAsync(Given.Order("o-2", ("A", 30)));
            await space.Subscriber.HearsAnswersAsync(2);
            await worker.StopAsync();
        }

        // The worker is gone, so what it had not acknowledged would be back.
        Assert.Equal(0u, await space.Queues.ReadyAsync(QueueInspector.Orders));
        Assert.Equal(0u, await space.Queues.ReadyAsync(QueueInspector.Receipts));
        Assert.Equal(QueueInspector.Declared, (await space.Queues.AllAsync()).Select(queue => queue.Name).Order());
    }

    [Fact]
    public async Task Stock_of_one_sku_is_kept_apart_by_location()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await space.StartWorkerAsync();
        await space.Publisher.PublishAsync(Given.Receipt("r-1", new StockLine("A", 5, "berlin"), new StockLine("A", 7), new StockLine("B", 2, "oslo")));
        await space.Subscriber.HearsAsync<StockLevelsChanged>(changed => changed.Changes.Count == 3);

        await space.Publisher.PublishAsync(Given.Order("o-1", new StockLine("A", 4, "berlin"), new StockLine("A", 1), new StockLine("B", 2, "oslo")));
        var committed = await space.Subscriber.HearsAsync<StockCommitted>(answer => answer.OrderId == "o-1");
        await space.Publisher.PublishAsync(Given.Order("o-2", new StockLine("A", 2, "berlin")));
        var rejected = await space.Subscriber.HearsAsync<StockRejected>(answer => answer.OrderId == "o-2");

        Assert.Equal([new("A", "berlin", 4, 2), new("A", "default", 1, 2), new("B", "oslo", 2, 2)], committed.Lines);
        Assert.Equal([new("A", "berlin", 2, 1)], rejected.Lines);
        Assert.Equal("1", await space.Hashes.FieldAsync("A", "berlin:available"));
        Assert.Equal("6", await space.Hashes.FieldAsync("A", "default:available"));
        await Audit.HoldsAsync(space, ("A", 7, 1));
    }

    [Fact]
    public async Task Lines_for_one_level_are_summed_before_the_decision()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await space.StartWorkerAsync();
        await space.StockAsync(("A", 10));

        await space.Publisher.PublishAsync(Given.Order("too much together", ("A", 6), ("A", 5)));
        var rejected = await space.Subscriber.HearsAsync<StockRejected>(answer => answer.OrderId == "too much together");
        await space.Publisher.PublishAsync(Given.Order("just enough", ("A", 6), ("A", 4)));
        var committed = await space.Subscriber.HearsAsync<StockCommitted>(answer => answer.OrderId == "just enough");

        Assert.Equal([new RejectedLine("A", "default", 11, 10)], rejected.Lines);
        Assert.Equal([new CommittedLine("A", "default", 10, 2)], committed.Lines);
        await Audit.HoldsAsync(space, ("A", 10, 10));
    }

    [Fact]
    public async Task An_order_that_is_short_of_one_level_takes_nothing_of_the_others()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await space.StartWorkerAsync();
        await space.StockAsync(("A", 10), ("B", 1));

        await space.Publisher.PublishAsync(Given.Order("o-1", ("A", 3), ("B", 2)));

        var rejected = await space.Subscriber.HearsAsync<StockRejected>(answer => answer.OrderId == "o-1");
        Assert.Equal(RejectionReason.OutOfStock, rejected.Reason);
        Assert.Equal([new RejectedLine("B", "default", 2, 1)], rejected.Lines);
        await Audit.HoldsAsync(space, ("A", 10, 0), ("B", 1, 0));
    }

    [Fact]
    public async Task An_order_for_a_sku_that_was_never_stocked_is_rejected_as_unknown()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await space.StartWorkerAsync();
        await space.StockAsync(("A", 10));

        await space.Publisher.PublishAsync(Given.Order("o-1", ("A", 3), ("Z", 2)));

        var rejected = await space.Subscriber.HearsAsync<StockRejected>(answer => answer.OrderId == "o-1");
        Assert.Equal(RejectionReason.UnknownSku, rejected.Reason);
        Assert.Equal([new RejectedLine("Z", "default", 2, 0)], rejected.Lines);
        await Audit.HoldsAsync(space, ("A", 10, 0));
        Assert.DoesNotContain("Z", await space.Hashes.SkusAsync());
    }

    [Theory]
    [InlineData(675)]
    [InlineData(ContractLimits.Lines)]
    public async Task A_long_order_is_committed_line_by_line_and_whole(int lines)
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await space.StartWorkerAsync();
        var goods = Enumerable.Range(0, lines).Select(number => (Sku: $"SKU-{number:0000}", Quantity: 2L)).ToArray();
        await space.StockAsync(goods);

        await space.Publisher.PublishAsync(Given.Order("long", [.. goods.Select(line => (line.Sku, 1L))]));

        var committed = await space.Subscriber.HearsAsync<StockCommitted>(answer => answer.OrderId == "long");
        Assert.Equal(goods.Select(line => new CommittedLine(line.Sku, "default", 1, 2)), committed.Lines);
        await Audit.HoldsAsync(space, [.. goods.Select(line => (line.Sku, 2L, 1L))]);
    }
}

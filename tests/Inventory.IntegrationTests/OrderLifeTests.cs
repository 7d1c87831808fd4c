using Inventory.Contracts;
using Inventory.Testing.Servers;
using Inventory.Testing.Spaces;

namespace Inventory.IntegrationTests;

public sealed class OrderLifeTests(TestServers servers)
{
    [Fact]
    public async Task An_order_is_shipped_in_part_and_the_rest_of_it_cancelled()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await space.StartWorkerAsync();
        await space.StockAsync(("A", 100), ("B", 50));

        await space.Publisher.PublishAsync(Given.Order("o-1", ("A", 10), ("B", 5)));
        await space.Subscriber.HearsAnswersAsync(1);
        await space.Publisher.PublishAsync(Given.Shipment("o-1", "s-1", ("A", 4)));
        var shipped = await space.Subscriber.HearsAsync<StockShipped>(one => one.OrderId == "o-1");
        await space.Publisher.PublishAsync(Given.Cancellation("o-1"));
        var released = await space.Subscriber.HearsAsync<StockReleased>(one => one.OrderId == "o-1");

        Assert.Equal([new ShippedLine("A", "default", 4, Excess: 0, Version: 3)], shipped.Lines);
        Assert.Equal([new ReleasedLine("A", "default", 6, 0, 4), new ReleasedLine("B", "default", 5, 0, 3)], released.Lines);
        await Audit.HoldsAsync(space, ("A", 96, 0), ("B", 50, 0));
    }

    [Fact]
    public async Task Steps_that_come_before_their_order_are_kept_for_it()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await space.StartWorkerAsync();
        await space.StockAsync(("A", 100));

        await space.Publisher.PublishAsync(Given.Cancellation("cancelled"));
        await space.Publisher.PublishAsync(Given.Shipment("shipped", "s-1", ("A", 7)));
        await Eventually.SeesAsync(space.Tables.OperationsAsync, operations => operations.Count == 3);
        await space.Publisher.PublishAsync(Given.Order("cancelled", ("A", 10)));
        await space.Publisher.PublishAsync(Given.Order("shipped", ("A", 10)));

        var rejected = await space.Subscriber.HearsAsync<StockRejected>(one => one.OrderId == "cancelled");
        var committed = await space.Subscriber.HearsAsync<StockCommitted>(one => one.OrderId == "shipped");
        Assert.Equal(RejectionReason.Cancelled, rejected.Reason);
        Assert.Equal(3, Assert.Single(committed.Lines).Quantity);
        await Audit.HoldsAsync(space, ("A", 93, 3));
    }

    [Fact]
    public async Task What_cannot_be_is_applied_as_far_as_it_is_a_fact_and_counted()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await space.StartWorkerAsync();
        await space.StockAsync(("A", 5));
        await space.Publisher.PublishAsync(Given.Order("o-1", ("A", 5)));
        await space.Subscriber.HearsAnswersAsync(1);

        await space.Publisher.PublishAsync(Given.Shipment("o-1", "s-1", ("A", 8)));
        var shipped = await space.Subscriber.HearsAsync<StockShipped>(one => one.OrderId == "o-1");
        await space.Publisher.PublishAsync(Given.Cancellation("o-1", "c-1", ("A", 2)));
        var released = await space.Subscriber.HearsAsync<StockReleased>(one => one.OrderId == "o-1");

        Assert.Equal((3, 2), (Assert.Single(shipped.Lines).Excess, Assert.Single(released.Lines).Refused));
        Assert.Equal(
            (3, 2, 1),
            (worker.Measurements.Sum("inventory.shipped.excess"), worker.Measurements.Sum("inventory.cancelled.refused"), worker.Measurements.Sum("inventory.levels.negative")));
        await Audit.HoldsAsync(space, ("A", -3, 0));
    }

    /// <summary>Neither worker can lock an order that does not exist: they meet where they make it.</summary>
    [Fact]
    public async Task Two_workers_that_hear_of_the_same_orders_at_once_from_different_messages_end_in_the_same_stock()
    {
        const int Orders = 300;
        await using var space = await servers.OpenSpaceAsync();
        await using var first = await space.StartWorkerAsync(("MaxGroupCommands", "7"));
        await using var second = await space.StartWorkerAsync(("MaxGroupCommands", "7"));
        await space.StockAsync(("A", 10_000), ("B", 10_000));
        var numbers = Enumerable.Range(1, Orders).ToArray();

        await Task.WhenAll(
            space.Publisher.PublishPlainAsync(numbers.Select(number => Given.Order($"o-{number}", ("A", 5), ("B", 1)))),
            space.Publisher.PublishPlainAsync(numbers.Select(number => Given.Cancellation($"o-{number}", $"c-{number}", ("A", 1)))),
            space.Publisher.PublishPlainAsync(numbers.Select(number => Given.Shipment($"o-{number}", $"s-{number}", ("A", 2)))),
            space.Publisher.PublishPlainAsync(numbers.Select(number => Given.Shipment($"o-{number}", $"n-{number}", ($"N{number}", 1)))));

        await Eventually.SeesAsync(space.Tables.OperationsAsync, operations => operations.Count == (4 * Orders) + 1, TimeSpan.FromSeconds(60));
        await Eventually.SeesAsync(() => space.Subscriber.Distinct<StockReleased>().Count + space.Subscriber.Distinct<StockShipped>().Count, heard => heard == 3 * Orders);
        await space.Subscriber.HearsAnswersAsync(Orders);
        await Audit.HoldsAsync(space, ("A", 10_000 - (2 * Orders), 2 * Orders), ("B", 10_000, Orders), ("N1", -1, 0));
        Assert.Null(await space.Queues.ReadyAsync(QueueInspector.OrderErrors));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_repeated_step_changes_nothing_brings_its_levels_back_to_Redis_and_is_answered_under_the_same_id(bool isWhole)
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await space.StartWorkerAsync();
        await space.StockAsync(("A", 100));
        await space.Publisher.PublishAsync(Given.Order("o-1", ("A", 10)));
        await space.Subscriber.HearsAnswersAsync(1);
        var shipment = isWhole ? Given.Shipment("o-1", "s-1") : Given.Shipment("o-1", "s-1", ("A", 10));
        await space.Publisher.PublishAsync(shipment);
        await space.Subscriber.HearsAsync<StockShipped>(one => one.OrderId == "o-1");

        await space.Hashes.Database.KeyDeleteAsync("stock:{A}"); // and not its marker: nobody fills it again
        await space.Publisher.PublishAsync(shipment);

        var answers = await Eventually.SeesAsync(space.Subscriber.All<StockShipped>, answers => answers.Count == 2);
        Assert.Single(answers.DistinctBy(answer => answer.MessageId));
        await Audit.HoldsAsync(space, ("A", 90, 0));
    }
}

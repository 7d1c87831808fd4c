using System.Text;
using Inventory.Contracts;
using Inventory.Testing.Faults;
using Inventory.Testing.Servers;
using Inventory.Testing.Spaces;
using Inventory.Testing.Workers;

namespace Inventory.IntegrationTests;

public sealed class PoisonTests(TestServers servers)
{
    [Fact]
    public async Task Every_kind_of_poison_among_a_hundred_orders_ends_in_the_error_queue_once_and_harms_none_of_them()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await space.StartWorkerAsync();
        await space.StockAsync(("A", 1_000));

        foreach (var (order, at) in Given.Orders(100, "A").Select((order, at) => (order, at)))
        {
            await space.Publisher.PublishAsync(order);
            if (at < Poison.All.Count)
            {
                await space.Publisher.PublishRawAsync<OrderPlaced>(Poison.All[at].Body, Poison.All[at].ContentType);
            }
        }

        await space.Subscriber.HearsAnswersAsync(100);
        await Eventually.SeesAsync(() => space.Queues.ReadyAsync(QueueInspector.OrderErrors), ready => ready >= Poison.All.Count);
        await worker.StopAsync();
        var refused = await space.Queues.PoisonAsync(QueueInspector.OrderErrors);
        Assert.Equal(Bodies(Poison.All.Select(poison => Encoding.UTF8.GetString(poison.Body))), Bodies(refused.Select(message => message.Body)));
        Assert.Equal(0u, await space.Queues.ReadyAsync(QueueInspector.Orders));
        Assert.Equal(
            [.. QueueInspector.Declared, QueueInspector.OrderErrors],
            (await space.Queues.AllAsync()).Select(queue => queue.Name).OrderBy(name => name.EndsWith("_error", StringComparison.Ordinal)).ThenBy(name => name));
        await Audit.HoldsAsync(space, ("A", 1_000, 100));
        Assert.Equal(100, await space.Tables.CountAsync(nameof(OrderPlaced)));
    }

    [Fact]
    public async Task The_reason_stands_in_the_headers_in_words()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await space.StartWorkerAsync();

        foreach (var poison in Poison.All)
        {
            await space.Publisher.PublishRawAsync<OrderPlaced>(poison.Body, poison.ContentType);
        }

        var refused = await space.Queues.SeesPoisonAsync(QueueInspector.OrderErrors, Poison.All.Count);
        var reasons = refused.ToLookup(message => message.Body, message => message.Reason);
        Assert.All(Poison.All, poison => Assert.Contains(
            reasons[Encoding.UTF8.GetString(poison.Body)],
            reason => reason.Length > 0 && reason.Contains(poison.Reason, StringComparison.Ordinal) && !reason.Contains("   at ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_bad_receipt_ends_in_the_error_queue_of_receipts()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await space.StartWorkerAsync();

        await space.Publisher.PublishAsync(Given.Receipt("r-1", ("A", 0), (" B", 1)));
        await space.Publisher.PublishRawAsync<StockReceived>("""{"receiptId":"r-2","reason":"stolen"}"""u8.ToArray());

        var refused = await space.Queues.SeesPoisonAsync(QueueInspector.ReceiptErrors, 2);
        Assert.Contains(refused, message => message.Reason ==
            "The StockReceived breaks the contract: Lines[0].Quantity is 0; it must be 1 to 1000000000; Lines[1].Sku ' B' begins or ends with a space.");
        Assert.Contains(refused, message => message.Reason.StartsWith("The message cannot be read: ", StringComparison.Ordinal));
        Assert.Empty(await space.Tables.LevelsAsync());
    }

    [Fact]
    public async Task A_command_that_the_database_refuses_is_found_in_its_group_and_the_others_are_applied()
    {
        await using var space = await servers.OpenSpaceAsync();
        var (redis, throughProxy) = space.Connections.BeforeRedis();
        await using var proxy = redis;
        await using var worker = await InProcessWorker.StartAsync(throughProxy);
        await space.StockAsync(("A", 1_000), (OneGroup.Sku, 1));
        await space.Tables.ExecuteAsync("ALTER TABLE inventory.operation ADD CONSTRAINT no_such_order CHECK (id <> 'OrderPlaced/A-61')");

        await OneGroup.FormAsync(space, proxy, () => space.Publisher.PublishPlainAsync(Given.Orders(100, "A")));

        await space.Subscriber.HearsAnswersAsync(100);
        var refused = Assert.Single(await space.Queues.SeesPoisonAsync(QueueInspector.OrderErrors, 1));
        Assert.StartsWith("OrderPlaced 'A-61' cannot be processed: ", refused.Reason, StringComparison.Ordinal);
        Assert.InRange(worker.Measurements.Groups.Max(), 50, 100);
        await Audit.HoldsAsync(space, ("A", 1_000, 99));
    }

    private static IEnumerable<string> Bodies(IEnumerable<string> bodies) => bodies.Order(StringComparer.Ordinal);
}

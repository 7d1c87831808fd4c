using Inventory.Contracts;
using Inventory.Testing.Servers;
using Inventory.Testing.Spaces;

namespace Inventory.IntegrationTests;

public sealed class QueueTypeTests(TestServers servers)
{
    [Theory]
    [InlineData("Classic", "classic")]
    [InlineData("Quorum", "quorum")]
    public async Task Queues_are_of_the_type_that_is_set_and_orders_go_through_them(string setting, string type)
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await space.StartWorkerAsync(("QueueType", setting));
        await space.StockAsync(("A", 10));

        await space.Publisher.PublishAsync(Given.Order("o-1", ("A", 3)));

        await space.Subscriber.HearsAsync<StockCommitted>(answer => answer.OrderId == "o-1");
        Assert.All(await space.Queues.AllAsync(), queue => Assert.Equal(type, queue.Type));
        await Audit.HoldsAsync(space, ("A", 10, 3));
    }

    [Theory]
    [InlineData("Quorum", "classic")]
    [InlineData("Classic", "quorum")]
    [InlineData("Quorum", "quorum")]
    public async Task A_queue_that_was_declared_otherwise_before_is_taken_as_it_is_with_what_it_holds(string setting, string type)
    {
        await using var space = await servers.OpenSpaceAsync();
        await space.Queues.DeclareAsync(QueueInspector.Orders, type);
        await space.Queues.DeclareAsync(QueueInspector.OrderErrors, type);
        await space.Queues.PutAsync(QueueInspector.Orders, Given.Order("o-1", ("A", 3)));

        await using var worker = await space.StartWorkerAsync(("QueueType", setting));
        await space.StockAsync(("A", 10));
        await space.Publisher.PublishAsync(Given.Order("o-2", ("A", 3)));
        await space.Publisher.PublishRawAsync<OrderPlaced>("not json"u8.ToArray());

        await space.Subscriber.HearsAnswersAsync(2);
        await space.Queues.SeesPoisonAsync(QueueInspector.OrderErrors, 1);
        Assert.Equal(type, (await space.Queues.FindAsync(QueueInspector.Orders))!.Type);
    }
}

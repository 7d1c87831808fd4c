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
}

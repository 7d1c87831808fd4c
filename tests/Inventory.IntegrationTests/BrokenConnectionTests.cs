using Inventory.Contracts;
using Inventory.IntegrationTests.Faults;
using Inventory.IntegrationTests.Servers;
using Inventory.IntegrationTests.Spaces;
using Inventory.IntegrationTests.Workers;

namespace Inventory.IntegrationTests;

public sealed class BrokenConnectionTests(TestServers servers)
{
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task A_worker_whose_connection_to_RabbitMQ_breaks_again_and_again_under_load_settles_every_order_once()
    {
        await using var space = await servers.OpenSpaceAsync();
        var (rabbitMq, throughProxy) = space.Connections.BeforeRabbitMq();
        await using var proxy = rabbitMq;
        await using var worker = await InProcessWorker.StartAsync(throughProxy, ("MaxGroupCommands", "5"));
        await space.StockAsync(("A", 1_000_000));
        await using var stream = OrderStream.Begin(space.Publisher, "A");
        for (var breaks = 0; breaks < 3; breaks++)
        {
            var answered = space.Subscriber.Distinct<StockCommitted>().Count;
            await space.Subscriber.HearsAnswersAsync(answered + 200, s_bound);
            proxy.Break();
        }

        await stream.StopAsync();
        await space.Subscriber.HearsAnswersAsync(stream.Published, s_bound);
        await worker.StopAsync();
        Assert.Equal(stream.Published, space.Subscriber.Distinct<StockCommitted>().Count);
        Assert.Equal(0u, await space.Queues.ReadyAsync(QueueInspector.Orders));
        Assert.Null(await space.Queues.ReadyAsync(QueueInspector.OrderErrors));
        await Audit.HoldsAsync(space, ("A", 1_000_000, stream.Published));
    }
}

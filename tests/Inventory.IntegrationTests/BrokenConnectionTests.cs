using Inventory.Contracts;
using Inventory.Testing.Faults;
using Inventory.Testing.Servers;
using Inventory.Testing.Spaces;
using Inventory.Testing.Workers;

namespace Inventory.IntegrationTests;

public sealed class BrokenConnectionTests(TestServers servers)
{
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(90);

    // What a broker says when it is stopped: connection.close, 320, in one AMQP frame on channel 0.
    private static readonly byte[] s_connectionClose =
        [1, 0, 0, 0, 0, 0, 28, 0, 10, 0, 50, 1, 64, 17, .. "CONNECTION_FORCED"u8, 0, 0, 0, 0, 0xCE];

    [Fact]
    public async Task A_worker_whose_connection_to_RabbitMQ_breaks_again_and_again_under_load_settles_every_order_once()
    {
        await using var space = await servers.OpenSpaceAsync();
        var (rabbitMq, throughProxy) = space.Connections.BeforeRabbitMq();
        await using var proxy = rabbitMq;
        await using var worker = await InProcessWorker.StartAsync(throughProxy, ("MaxGroupCommands", "5"));
        await space.StockAsync(("A", 1_000_000));
        await using var stream = OrderFlow.Begin(space.Publisher, "A");
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

    [Fact]
    public async Task A_worker_whose_connection_breaks_while_it_has_more_to_send_than_the_wire_takes_answers_every_order_afterwards()
    {
        // RabbitMQ.Client holds 128 frames back while the wire is full. If still more wait when the connection breaks, its 7.2.2
        // waits for ever (rabbitmq-dotnet-client #1930). Each order is a group of its own here, and so a report of its own.
        const int Orders = 400;
        await using var space = await servers.OpenSpaceAsync();
        var (rabbitMq, throughProxy) = space.Connections.BeforeRabbitMq();
        await using var proxy = rabbitMq;
        await using var worker = await InProcessWorker.StartAsync(throughProxy, ("MaxGroupCommands", "1"));
        var skus = Enumerable.Range(1, 250).Select(number => $"SKU-{number}").ToArray();
        await space.StockAsync([.. skus.Select(sku => (sku, (long)Orders))]);

        proxy.Deafen();
        await space.Publisher.PublishPlainAsync(
            Enumerable.Range(1, Orders).Select(number => Given.Order($"o-{number}", [.. skus.Select(sku => (sku, 1L))])));
        await Eventually.SeesAsync(() => space.Tables.CountAsync(nameof(OrderPlaced)), recorded => recorded == Orders, s_bound);
        await proxy.SayAsync(s_connectionClose);
        proxy.Break();

        await Eventually.SeesAsync(() => SettlingAsync(space, worker), seen => seen.Answered >= Orders, s_bound);

        // What was not acknowledged over the connection that broke comes again.
        await Eventually.SeesAsync(() => space.Queues.UnsettledAsync(QueueInspector.Orders), unsettled => unsettled == 0, s_bound);
        await worker.StopAsync();
        Assert.Equal(Orders, space.Subscriber.Distinct<StockCommitted>().Count);
        Assert.Equal(0u, await space.Queues.ReadyAsync(QueueInspector.Orders));
        Assert.Null(await space.Queues.ReadyAsync(QueueInspector.OrderErrors));
    }

    [Fact]
    public async Task A_worker_agrees_on_a_heartbeat_by_which_it_can_tell_a_broker_that_is_gone()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await space.StartWorkerAsync(("LongestSilence", "00:10:00")); // so that its watch has no connection yet

        await Eventually.SeesAsync(space.Queues.ConnectionsAsync, connections => connections.Any(connection => connection.Timeout == 10), TimeSpan.FromSeconds(30));
    }

    /// <summary>Where the orders are, for whoever has to find out why they do not get any further.</summary>
    private static async Task<Settling> SettlingAsync(TestSpace space, InProcessWorker worker) => new(
        space.Subscriber.Distinct<StockCommitted>().Count,
        space.Subscriber.All<StockLevelsChanged>().Count,
        worker.Measurements.Groups.Count,
        string.Join(", ", (await space.Queues.AllAsync()).Where(queue => !queue.IsEmpty)),
        string.Join(", ", await space.Queues.ConnectionsAsync()));

    private sealed record Settling(int Answered, int Reports, int Groups, string Queues, string Connections);
}

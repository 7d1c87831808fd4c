using Inventory.Contracts;
using Inventory.Testing.Servers;
using Inventory.Testing.Spaces;
using Inventory.Testing.Workers;

namespace Inventory.IntegrationTests;

public sealed class SilentConsumerTests(TestServers servers)
{
    private const string Restarts = "inventory.consumer.restarts";

    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_consumer_that_gets_nothing_while_messages_wait_is_started_again()
    {
        await using var space = await servers.OpenSpaceAsync();
        var (consumers, past) = space.Connections.BeforeConsumers();
        await using var thief = consumers;
        await using var worker = await InProcessWorker.StartAsync(past, ("LongestSilence", "00:00:02"));
        await space.StockAsync(("A", 100));
        var before = worker.Measurements.Sum(Restarts);
        await thief.StealAsync();

        // The net has one, too.
        Assert.Equal(QueueInspector.Contract.Count + 1, thief.Stolen);
        await Eventually.SeesAsync(() => space.Queues.ConsumersAsync(QueueInspector.Orders), consumers => consumers == 0);

        await space.Publisher.PublishPlainAsync(Given.Orders(20, "A"));

        await space.Subscriber.HearsAnswersAsync(20, s_bound);
        Assert.Equal(1, worker.Measurements.Sum(Restarts) - before);
        await Audit.HoldsAsync(space, ("A", 100, 20));
    }

    [Fact]
    public async Task A_worker_whose_consumer_gets_nothing_even_when_started_again_ends_and_says_why()
    {
        await using var space = await servers.OpenSpaceAsync();
        var (consumers, past) = space.Connections.BeforeConsumers();
        await using var thief = consumers;
        await using var worker = await WorkerProcess.StartAsync(past, ("LongestSilence", "00:00:02"));
        await space.StockAsync(("A", 100));
        await thief.StealEveryAsync();

        await space.Publisher.PublishPlainAsync(Given.Orders(20, "A"));

        Assert.Equal(1, await worker.ExitCodeAsync(s_bound));
        Assert.Contains("The consumer of inventory-order-placed gets nothing, though messages wait", worker.Output, StringComparison.Ordinal);
        await Eventually.SeesAsync(() => space.Queues.ReadyAsync(QueueInspector.Orders), ready => ready == 20);
        Assert.Null(await space.Queues.ReadyAsync(QueueInspector.OrderErrors));
        await using var next = await space.StartWorkerAsync();
        await space.Subscriber.HearsAnswersAsync(20);
        await Audit.HoldsAsync(space, ("A", 100, 20));
    }

    [Fact]
    public async Task A_consumer_that_gets_nothing_because_RabbitMQ_hands_out_nothing_to_anybody_is_left_alone()
    {
        await using var space = await servers.OpenSpaceAsync();
        var (consumers, past) = space.Connections.BeforeConsumers();
        await using var thief = consumers;
        await using var worker = await InProcessWorker.StartAsync(past, ("LongestSilence", "00:00:02"));
        await space.StockAsync(("A", 100));
        var before = worker.Measurements.Sum(Restarts);
        await thief.StarveAllAsync();

        await space.Publisher.PublishPlainAsync(Given.Orders(20, "A"));

        await Eventually.SeesAsync(() => thief.Refused, refused => refused >= 3);
        Assert.Equal(before, worker.Measurements.Sum(Restarts));
    }

    [Fact]
    public async Task A_consumer_that_holds_as_much_as_it_may_is_left_alone_however_long_its_group_takes()
    {
        await using var space = await servers.OpenSpaceAsync();
        var (redis, throughProxy) = space.Connections.BeforeRedis();
        await using var proxy = redis;
        await using var worker = await InProcessWorker.StartAsync(throughProxy, ("LongestSilence", "00:00:02"), ("Prefetch", "5"));
        await space.StockAsync(("A", 100));
        var before = worker.Measurements.Sum(Restarts);
        proxy.Hold();
        await space.Publisher.PublishPlainAsync(Given.Orders(50, "A"));
        await Eventually.SeesAsync(() => proxy.HeldText, held => held.Contains("stock:{A}", StringComparison.Ordinal));

        // Twice as long as a silence may be; nothing happens that could be awaited.
        await Task.Delay(TimeSpan.FromSeconds(4), TestContext.Current.CancellationToken);
        await proxy.ReleaseAsync();

        await space.Subscriber.HearsAnswersAsync(50);
        Assert.Equal(before, worker.Measurements.Sum(Restarts));
    }

    [Fact]
    public async Task A_worker_that_gets_nothing_because_others_take_everything_is_left_alone()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await space.StartWorkerAsync(("LongestSilence", "00:00:02"), ("Prefetch", "1"));
        await using var other = await space.StartWorkerAsync(("LongestSilence", "00:00:02"));
        await space.StockAsync(("A", 10_000));
        var before = worker.Measurements.Sum(Restarts) + other.Measurements.Sum(Restarts);

        await space.Publisher.PublishPlainAsync(Given.Orders(5_000, "A"));

        await space.Subscriber.HearsAnswersAsync(5_000, TimeSpan.FromSeconds(60));
        Assert.Equal(before, worker.Measurements.Sum(Restarts) + other.Measurements.Sum(Restarts));
    }
}

using Inventory.Contracts;
using Inventory.Testing.Faults;
using Inventory.Testing.Servers;
using Inventory.Testing.Spaces;
using Inventory.Testing.Workers;

namespace Inventory.IntegrationTests;

public sealed class CrashTests(TestServers servers)
{
    [Fact]
    public async Task A_worker_that_dies_between_commit_and_Redis_has_acknowledged_and_published_nothing_and_the_next_one_completes_its_work()
    {
        await using var space = await servers.OpenSpaceAsync();
        var (redis, throughProxy) = space.Connections.BeforeRedis();
        await using var proxy = redis;
        await using (var dying = await WorkerProcess.StartAsync(throughProxy))
        {
            await space.StockAsync(("A", 10));
            proxy.Hold();
            await space.Publisher.PublishAsync(Given.Order("o-1", ("A", 3)));
            await Eventually.SeesAsync(() => space.Tables.CountAsync(nameof(OrderPlaced)), recorded => recorded == 1);
            await Eventually.SeesAsync(() => proxy.HeldText, held => held.Contains("stock:{A}", StringComparison.Ordinal));
            await MessagingWitness.SeesAFullCycleAsync(space);
            await dying.KillAsync();
        }

        await Eventually.SeesAsync(() => space.Queues.ReadyAsync(QueueInspector.Orders), ready => ready == 1);
        Assert.Empty(space.Subscriber.All<StockCommitted>());
        Assert.Equal("1", await space.Hashes.FieldAsync("A", "default:version"));

        await using var next = await space.StartWorkerAsync();
        await space.Subscriber.HearsAsync<StockCommitted>(answer => answer.OrderId == "o-1");
        await space.Subscriber.HearsAsync<StockLevelsChanged>(changed => changed.Changes is [{ Version: 2 }]);
        await Audit.HoldsAsync(space, ("A", 10, 3));
    }

    [Fact]
    public async Task A_worker_that_dies_between_Redis_and_its_answer_leaves_the_order_to_the_next_one_which_changes_nothing_and_answers()
    {
        await using var space = await servers.OpenSpaceAsync();
        var (broker, throughProxy) = space.Connections.BeforeRabbitMq();
        await using var proxy = broker;
        await using (var dying = await WorkerProcess.StartAsync(throughProxy))
        {
            await space.StockAsync(("A", 10));
            proxy.Hold();
            await space.Publisher.PublishAsync(Given.Order("o-1", ("A", 3)));
            await Eventually.SeesAsync(() => space.Hashes.FieldAsync("A", "default:version"), version => version == "2");
            await Eventually.SeesAsync(() => proxy.HeldText, held => held.Contains("StockLevelsChanged", StringComparison.Ordinal));
            await dying.KillAsync();
        }

        await Eventually.SeesAsync(() => space.Queues.ReadyAsync(QueueInspector.Orders), ready => ready == 1);
        Assert.Empty(space.Subscriber.All<StockCommitted>());

        await using var next = await space.StartWorkerAsync();
        await space.Subscriber.HearsAsync<StockCommitted>(answer => answer.OrderId == "o-1");
        await space.Subscriber.HearsAsync<StockLevelsChanged>(changed => changed.Changes is [{ Version: 2 }]);
        await Audit.HoldsAsync(space, ("A", 10, 3));
    }

    [Fact]
    public async Task A_commit_whose_reply_is_lost_is_recognised_and_completed()
    {
        await using var space = await servers.OpenSpaceAsync();
        var (postgres, throughProxy) = space.Connections.BeforePostgres();
        await using var proxy = postgres;
        await using var worker = await InProcessWorker.StartAsync(throughProxy);
        await space.StockAsync(("A", 10));

        proxy.LoseReplyTo(Wire.Commit);
        await space.Publisher.PublishAsync(Given.Order("o-1", ("A", 3)));

        var answer = await space.Subscriber.HearsAsync<StockCommitted>(answer => answer.OrderId == "o-1");
        Assert.Equal(2, answer.Lines.Single().Version);
        Assert.Equal(1, proxy.LostReplies);
        Assert.Equal(["PostgresUnavailable"], worker.Measurements.Failures);
        await Audit.HoldsAsync(space, ("A", 10, 3));
        Assert.Null(await space.Queues.ReadyAsync(QueueInspector.OrderErrors));
    }

    [Fact]
    public async Task A_worker_whose_write_to_Redis_arrives_after_that_of_a_later_order_takes_nothing_back()
    {
        await using var space = await servers.OpenSpaceAsync();
        var (redis, throughProxy) = space.Connections.BeforeRedis();
        await using var proxy = redis;
        await using var slow = await InProcessWorker.StartAsync(throughProxy, ("Prefetch", "1"));
        await space.StockAsync(("A", 10));
        proxy.Hold();
        await space.Publisher.PublishAsync(Given.Order("o-1", ("A", 3)));
        await Eventually.SeesAsync(() => proxy.HeldText, held => held.Contains("stock:{A}", StringComparison.Ordinal));

        await using var quick = await space.StartWorkerAsync();
        await space.Publisher.PublishAsync(Given.Order("o-2", ("A", 4)));
        await space.Subscriber.HearsAsync<StockCommitted>(answer => answer.OrderId == "o-2");
        Assert.Equal("3", await space.Hashes.FieldAsync("A", "default:version"));
        await proxy.ReleaseAsync();

        await space.Subscriber.HearsAsync<StockCommitted>(answer => answer.OrderId == "o-1");
        await Audit.HoldsAsync(space, ("A", 10, 7));
    }
}

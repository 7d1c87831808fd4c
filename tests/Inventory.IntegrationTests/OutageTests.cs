using Inventory.Contracts;
using Inventory.Testing.Faults;
using Inventory.Testing.Servers;
using Inventory.Testing.Spaces;
using Inventory.Testing.Workers;

namespace Inventory.IntegrationTests;

[Collection(Outages.Name)]
public sealed class OutageTests(TestServers servers)
{
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(Server.Redis, Ending.Stopped)]
    [InlineData(Server.Redis, Ending.Killed)]
    [InlineData(Server.Postgres, Ending.Stopped)]
    [InlineData(Server.Postgres, Ending.Killed)]
    public async Task Orders_that_come_while_a_server_is_away_wait_unharmed_and_are_settled_when_it_is_back(Server server, Ending ending)
    {
        await using var space = await servers.OpenSpaceAsync();
        await space.Hashes.WriteEveryCommandToDiskAsync();
        await using var worker = await space.StartWorkerAsync();
        await space.StockAsync(("A", 1_000_000));
        await using var stream = OrderFlow.Begin(space.Publisher, "A");
        await space.Subscriber.HearsAnswersAsync(100);

        await using var outage = await servers.TakeAwayAsync(server, ending);
        var published = stream.Published;
        await Eventually.SeesAsync(worker.ReadinessAsync, answer => !answer.IsReady && answer.Body.Contains($"{server} is away", StringComparison.Ordinal));
        await Eventually.SeesAsync(() => stream.Published, now => now > published + 300, s_bound);
        await stream.StopAsync();
        Assert.Contains($"{server} is away", (await worker.ReadinessAsync()).Body, StringComparison.Ordinal);
        await Eventually.SeesAsync(
            () => space.Queues.UnsettledAsync(QueueInspector.Orders), unsettled => unsettled == stream.Published - Answered(space));
        Assert.Null(await space.Queues.ReadyAsync(QueueInspector.OrderErrors));
        Assert.InRange(worker.Measurements.Failures.Count, 1, 10);

        await outage.EndAsync();
        await space.Subscriber.HearsAnswersAsync(stream.Published, s_bound);
        await Eventually.SeesAsync(worker.ReadinessAsync, answer => answer.IsReady);
        await worker.StopAsync();
        Assert.Equal(stream.Published, space.Subscriber.Distinct<StockCommitted>().Count);
        Assert.Equal(0u, await space.Queues.ReadyAsync(QueueInspector.Orders));
        Assert.Null(await space.Queues.ReadyAsync(QueueInspector.OrderErrors));
        await Eventually.SeesAsync(space.Tables.LevelsAsync, levels => levels.Count == 1);
        await Audit.HoldsAsync(space, ("A", 1_000_000, stream.Published));
    }

    [Theory]
    [InlineData(Server.Redis)]
    [InlineData(Server.Postgres)]
    public async Task A_worker_that_starts_while_a_server_is_away_waits_for_it_and_then_works(Server server)
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var outage = await servers.TakeAwayAsync(server, Ending.Stopped);
        var starting = space.StartWorkerAsync();
        await outage.EndAsync();

        await using var worker = await starting;
        await space.StockAsync(("A", 10));
        await space.Publisher.PublishAsync(Given.Order("o-1", ("A", 3)));

        await space.Subscriber.HearsAsync<StockCommitted>(answer => answer.OrderId == "o-1");
        await Audit.HoldsAsync(space, ("A", 10, 3));
    }

    [Theory]
    [InlineData(Ending.Stopped)]
    [InlineData(Ending.Killed)]
    public async Task No_confirmed_order_is_lost_and_none_is_applied_twice_when_RabbitMQ_restarts_under_load(Ending ending)
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await space.StartWorkerAsync(("MaxGroupCommands", "20"));
        await space.StockAsync(("A", 1_000_000));
        await using var stream = OrderFlow.Begin(space.Publisher, "A");
        await space.Subscriber.HearsAnswersAsync(200);

        await using var outage = await servers.TakeAwayAsync(Server.RabbitMq, ending);
        var published = stream.Published;
        await outage.EndAsync();

        await Eventually.SeesAsync(() => stream.Published, now => now > published + 200, s_bound);
        await stream.StopAsync();
        await space.Subscriber.HearsAnswersAsync(stream.Published, s_bound);
        await Eventually.SeesAsync(worker.ReadinessAsync, answer => answer.IsReady, s_bound);
        await worker.StopAsync();
        Assert.Equal(stream.Published, space.Subscriber.Distinct<StockCommitted>().Count);
        Assert.Equal(0u, await space.Queues.ReadyAsync(QueueInspector.Orders));
        Assert.Null(await space.Queues.ReadyAsync(QueueInspector.OrderErrors));
        await Audit.HoldsAsync(space, ("A", 1_000_000, stream.Published));
    }

    [Fact]
    public async Task A_space_may_be_deleted_right_after_an_outage_of_RabbitMQ()
    {
        await using (var space = await servers.OpenSpaceAsync())
        {
            await using (await space.StartWorkerAsync())
            {
            }

            await using var outage = await servers.TakeAwayAsync(Server.RabbitMq, Ending.Killed);
        }

        await using var next = await servers.OpenSpaceAsync();
        await using var worker = await next.StartWorkerAsync();
        await next.StockAsync(("A", 1));
    }

    private static int Answered(TestSpace space) => space.Subscriber.Distinct<StockCommitted>().Count;
}

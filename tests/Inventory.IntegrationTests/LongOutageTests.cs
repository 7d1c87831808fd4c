using Inventory.Contracts;
using Inventory.Testing.Faults;
using Inventory.Testing.Servers;
using Inventory.Testing.Spaces;
using Inventory.Testing.Workers;

namespace Inventory.IntegrationTests;

/// <summary>
/// Hours of an outage, compressed: RabbitMQ takes back what is held for seconds, not for half an hour, and the worker holds a
/// message for half a second, not for a minute. Its pauses are those of production.
/// </summary>
[Collection(Outages.Name)]
public sealed class LongOutageTests(TestServers servers)
{
    private const int Before = 50;
    private const int All = 250;

    /// <summary>How many consumer time-outs an outage lasts.</summary>
    private const int Hours = 4;

    /// <summary>MassTransit's pauses between its attempts grow to half a minute; after so many attempts they have.</summary>
    private const int ManyAttempts = 40;

    /// <summary>From the server's answering to the last order's answer.</summary>
    private static readonly TimeSpan s_caughtUp = TimeSpan.FromSeconds(10);

    private static readonly (string, string)[] s_settings =
    [
        ("QueueType", "Quorum"), ("LongestHold", "00:00:00.500"), ("StopTimeout", "00:00:02"), ("ShortestPause", "00:00:00.200"), ("LongestPause", "00:00:05"),
    ];

    [Theory]
    [InlineData(Server.Redis)]
    [InlineData(Server.Postgres)]
    public async Task A_message_goes_back_once_in_an_outage_of_hours_and_is_settled_within_seconds_of_its_end(Server server)
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var impatient = await servers.MakeRabbitMqImpatientAsync(space);
        await using var worker = await space.StartWorkerAsync(s_settings);
        await space.StockAsync(("A", 1_000));
        var deliveries = Deliveries.Of(worker);
        var lines = worker.Log.Lines.Count;

        await using var outage = await servers.TakeAwayAsync(server, Ending.Stopped);
        await PublishAsync(space, 1, Before);
        await Eventually.SeesAsync(() => deliveries.Messages, messages => messages == Before);
        await SeesPauseAsync(space, worker, server, Before);
        await PublishAsync(space, Before + 1, All);
        await impatient.SeesTimeoutsAsync(Hours);
        Assert.Equal((uint)All, await space.Queues.ReadyAsync(QueueInspector.Orders));
        Assert.Equal(1, deliveries.MostOften);

        await outage.EndAsync();
        await SeesAllSettledAsync(space, worker);
        Assert.Equal(2, deliveries.MostOften);
        Assert.Equal(1, deliveries.MostReturns);
        Assert.InRange(worker.Measurements.Sum("inventory.dependency.probes"), 1, 15);
        Assert.InRange(worker.Log.Lines.Count - lines, 1, 30);
    }

    [Fact]
    public async Task A_message_goes_back_once_while_Redis_answers_and_refuses_its_work_for_hours()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var impatient = await servers.MakeRabbitMqImpatientAsync(space);
        await using var worker = await space.StartWorkerAsync(s_settings);
        await space.StockAsync(("A", 1_000));
        var deliveries = Deliveries.Of(worker);
        var lines = worker.Log.Lines.Count;

        await using var full = await FullRedis.BeginAsync(space.Connections.Redis);
        await PublishAsync(space, 1, All);
        await SeesPauseAsync(space, worker, Server.Redis, All);
        await impatient.SeesTimeoutsAsync(Hours);

        await full.EndAsync();
        await SeesAllSettledAsync(space, worker);
        Assert.Equal(2, deliveries.MostOften);
        Assert.InRange(worker.Log.Lines.Count - lines, 1, 30);
    }

    [Fact]
    public async Task A_worker_from_which_RabbitMQ_takes_nothing_in_for_hours_is_left_alone_and_goes_on_afterwards()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var impatient = await servers.MakeRabbitMqImpatientAsync(space);
        var (redis, throughProxy) = space.Connections.BeforeRedis();
        await using var proxy = redis;
        await using var worker = await InProcessWorker.StartAsync(throughProxy, [.. s_settings, ("Prefetch", "5"), ("LongestHold", "00:00:20"), ("LongestSilence", "00:00:02")]);
        await space.StockAsync(("A", 1_000));
        proxy.Hold();
        await PublishAsync(space, 1, All);
        await Eventually.SeesAsync(() => proxy.HeldText, held => held.Contains("stock:{A}", StringComparison.Ordinal));

        await using var alarm = await servers.AlarmRabbitMqAsync();
        await proxy.ReleaseAsync();
        await Eventually.SeesAsync(worker.ReadinessAsync, answer => !answer.IsReady && answer.Body.Contains("short of memory or disk", StringComparison.Ordinal));
        await impatient.SeesTimeoutsAsync(Hours);

        // RabbitMQ does not see the end of a connection that it takes nothing in from, so what that one held is held beside what a new one holds.
        Assert.InRange((await space.Queues.ReadyAsync(QueueInspector.Orders))!.Value, (uint)All - (Hours * 5), (uint)All);
        Assert.Equal(0, worker.Measurements.Sum("inventory.consumer.restarts"));

        await alarm.EndAsync();
        await space.Subscriber.HearsAnswersAsync(All, TimeSpan.FromSeconds(60));
        await SeesAllSettledAsync(space, worker);
    }

    [Fact]
    public async Task A_message_goes_back_once_in_outages_that_overlap()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var impatient = await servers.MakeRabbitMqImpatientAsync(space);
        await using var worker = await space.StartWorkerAsync(s_settings);
        await space.StockAsync(("A", 1_000));
        var deliveries = Deliveries.Of(worker);

        await using var postgres = await servers.TakeAwayAsync(Server.Postgres, Ending.Killed);
        await PublishAsync(space, 1, All);
        await SeesPauseAsync(space, worker, Server.Postgres, All);
        await using var redis = await servers.TakeAwayAsync(Server.Redis, Ending.Killed);
        await impatient.SeesTimeoutsAsync(1);
        await postgres.EndAsync();
        await SeesPauseAsync(space, worker, Server.Redis, All);
        await impatient.SeesTimeoutsAsync(Hours);

        await redis.EndAsync();
        await SeesAllSettledAsync(space, worker);
        Assert.Equal(2, deliveries.MostOften);
        Assert.Equal(1, deliveries.MostReturns);
    }

    [Fact]
    public async Task RabbitMQ_may_restart_while_a_worker_takes_nothing()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await space.StartWorkerAsync(s_settings);
        await space.StockAsync(("A", 1_000));
        var deliveries = Deliveries.Of(worker);

        await using var redis = await servers.TakeAwayAsync(Server.Redis, Ending.Stopped);
        await PublishAsync(space, 1, All);
        await SeesPauseAsync(space, worker, Server.Redis, All);
        await using var rabbitMq = await servers.TakeAwayAsync(Server.RabbitMq, Ending.Killed);
        await rabbitMq.EndAsync();
        await Eventually.SeesAsync(() => space.Queues.ReadyAsync(QueueInspector.Orders), ready => ready == All);

        await redis.EndAsync();
        await SeesAllSettledAsync(space, worker);
        Assert.Equal(2, deliveries.MostOften);
    }

    [Fact]
    public async Task Orders_are_settled_within_seconds_of_the_end_of_an_outage_of_RabbitMQ_of_hours()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await space.StartWorkerAsync(s_settings);
        await space.StockAsync(("A", 1_000));
        await PublishAsync(space, 1, Before);
        await space.Subscriber.HearsAnswersAsync(Before);

        await using var rabbitMq = await servers.TakeAwayAsync(Server.RabbitMq, Ending.Stopped);
        await Eventually.SeesAsync(() => Attempts(worker), attempts => attempts >= ManyAttempts, TimeSpan.FromSeconds(120));
        await rabbitMq.EndAsync();

        await Eventually.SeesAsync<bool>(() => TryPublishAsync(space, Before + 1, All), isPublished => isPublished);
        await SeesAllSettledAsync(space, worker);
    }

    [Fact]
    public async Task A_worker_that_starts_in_an_outage_of_hours_gives_back_what_it_has_taken_and_works_afterwards()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var impatient = await servers.MakeRabbitMqImpatientAsync(space);
        await using (await space.StartWorkerAsync(s_settings))
        {
            await space.StockAsync(("A", 1_000));
        }

        await PublishAsync(space, 1, All);
        await using var outage = await servers.TakeAwayAsync(Server.Postgres, Ending.Stopped);
        var starting = space.StartWorkerAsync([.. s_settings, ("StopTimeout", "00:00:05")]); // holds for half of it, which is to be seen
        await Eventually.SeesAsync(() => space.Queues.ReadyAsync(QueueInspector.Orders), ready => ready == 0);
        await Eventually.SeesAsync(() => space.Queues.ReadyAsync(QueueInspector.Orders), ready => ready == All);
        await impatient.SeesTimeoutsAsync(Hours);
        Assert.Equal((uint)All, await space.Queues.ReadyAsync(QueueInspector.Orders));

        await outage.EndAsync();
        await using var worker = await starting.WaitAsync(s_caughtUp, TestContext.Current.CancellationToken);
        await SeesAllSettledAsync(space, worker);
    }

    [Fact]
    public async Task A_worker_that_takes_nothing_stops_in_time_when_asked()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await space.StartWorkerProcessAsync(s_settings);
        await space.StockAsync(("A", 1_000));

        await using var outage = await servers.TakeAwayAsync(Server.Redis, Ending.Stopped);
        await PublishAsync(space, 1, All);
        await Eventually.SeesAsync(() => worker.Output, output => output.Contains("none are taken until", StringComparison.Ordinal));
        await Eventually.SeesAsync(() => space.Queues.ReadyAsync(QueueInspector.Orders), ready => ready == All);
        await worker.TerminateAsync();

        Assert.Equal(0, await worker.ExitCodeAsync(TimeSpan.FromSeconds(8)));
        Assert.Equal("", worker.Errors);
    }

    private static int Attempts(InProcessWorker worker) => worker.Log.Lines.Count(line => line.StartsWith("Connection Failed", StringComparison.Ordinal));

    /// <summary>Fails as long as the publisher itself has not found RabbitMQ again.</summary>
    private static async Task<bool> TryPublishAsync(TestSpace space, int first, int last)
    {
        await PublishAsync(space, first, last);
        return true;
    }

    private static Task PublishAsync(TestSpace space, int first, int last) =>
        space.Publisher.PublishPlainAsync(Given.Orders(last, "A").Skip(first - 1));

    private static async Task SeesPauseAsync(TestSpace space, InProcessWorker worker, Server server, int waiting)
    {
        await Eventually.SeesAsync(worker.ReadinessAsync, answer => !answer.IsReady
            && answer.Body.Contains($"{server} is away", StringComparison.Ordinal)
            && answer.Body.Contains("No messages are taken", StringComparison.Ordinal));
        await Eventually.SeesAsync(() => space.Queues.ReadyAsync(QueueInspector.Orders), ready => ready == waiting);
    }

    private static async Task SeesAllSettledAsync(TestSpace space, InProcessWorker worker)
    {
        await space.Subscriber.HearsAnswersAsync(All, s_caughtUp);
        await Eventually.SeesAsync(worker.ReadinessAsync, answer => answer.IsReady);
        await worker.StopAsync();
        Assert.Equal(All, space.Subscriber.Distinct<StockCommitted>().Count);
        Assert.Equal(0u, await space.Queues.ReadyAsync(QueueInspector.Orders));
        Assert.Null(await space.Queues.ReadyAsync(QueueInspector.OrderErrors));
        await Eventually.SeesAsync(space.Tables.LevelsAsync, levels => levels.Count == 1);
        await Audit.HoldsAsync(space, ("A", 1_000, All));
    }
}

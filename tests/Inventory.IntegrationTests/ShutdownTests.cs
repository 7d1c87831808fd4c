using Inventory.Contracts;
using Inventory.Testing.Servers;
using Inventory.Testing.Spaces;
using Inventory.Testing.Workers;
using MassTransit;
using Microsoft.Extensions.Options;

namespace Inventory.IntegrationTests;

public sealed class ShutdownTests(TestServers servers)
{
    private const int Backlog = 3_000;

    // The worker stops within its own limit; starting and ending a process on a busy machine takes some more.
    private static readonly TimeSpan s_stopTimeout = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan s_margin = TimeSpan.FromSeconds(6);

    private static readonly (string, string)[] s_settings = [("StopTimeout", s_stopTimeout.ToString()), ("MaxGroupCommands", "20")];

    [Fact]
    public async Task A_worker_that_is_asked_to_stop_amid_a_backlog_ends_in_time_and_another_settles_the_rest_once()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await space.StartWorkerProcessAsync(s_settings);
        var publishing = await BeginBacklogAsync(space);

        await worker.TerminateAsync();

        Assert.Equal(0, await worker.ExitCodeAsync(s_stopTimeout + s_margin));
        Assert.Equal("", worker.Errors);
        await publishing;
        await FinishBacklogAsync(space);
    }

    [Fact]
    public async Task A_worker_that_is_killed_amid_a_backlog_loses_nothing_and_another_settles_the_rest_once()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await space.StartWorkerProcessAsync(s_settings);
        var publishing = await BeginBacklogAsync(space);

        await worker.KillAsync();

        await publishing;
        await FinishBacklogAsync(space);
    }

    [Fact]
    public async Task A_worker_that_waits_for_Redis_stops_in_time_when_asked_and_returns_what_it_holds()
    {
        await using var space = await servers.OpenSpaceAsync();
        var (redis, throughProxy) = space.Connections.BeforeRedis();
        await using var proxy = redis;
        await using var worker = await WorkerProcess.StartAsync(throughProxy, s_settings);
        await space.StockAsync(("A", 100));
        var orders = Given.Orders(60, "A").ToList();
        await space.Publisher.PublishPlainAsync(orders.Take(10));
        await space.Subscriber.HearsAnswersAsync(10);
        proxy.Hold();
        await space.Publisher.PublishPlainAsync(orders.Skip(10));
        await Eventually.SeesAsync(() => proxy.HeldText, held => held.Contains("stock:{A}", StringComparison.Ordinal));

        await worker.TerminateAsync();

        Assert.Equal(0, await worker.ExitCodeAsync(s_stopTimeout + s_margin));
        Assert.Equal("", worker.Errors);
        await Eventually.SeesAsync(() => space.Queues.ReadyAsync(QueueInspector.Orders), ready => ready == 50);
        Assert.Null(await space.Queues.ReadyAsync(QueueInspector.OrderErrors));
        Assert.Equal(10, space.Subscriber.All<StockCommitted>().Count);

        await using var next = await space.StartWorkerAsync();
        await space.Subscriber.HearsAnswersAsync(60);
        await Audit.HoldsAsync(space, ("A", 100, 60));
    }

    /// <summary>Its cancelling races with messages that complete, and ends the process where it loses (MassTransit 8.5.12).</summary>
    [Fact]
    public async Task MassTransit_is_not_asked_to_cancel_what_a_stopping_worker_holds()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await space.StartWorkerAsync();

        Assert.Null(worker.Service<IOptions<MassTransitHostOptions>>().Value.ConsumerStopTimeout);
    }

    /// <summary>Returns amid the backlog: some orders are settled, and most are not.</summary>
    private static async Task<Task> BeginBacklogAsync(TestSpace space)
    {
        await space.StockAsync(("A", Backlog));
        var publishing = space.Publisher.PublishPlainAsync(Given.Orders(Backlog, "A"));
        var settled = await Eventually.SeesAsync(() => space.Tables.CountAsync(nameof(OrderPlaced)), settled => settled > 100);
        Assert.InRange(settled, 100, Backlog / 2);
        return publishing;
    }

    private static async Task FinishBacklogAsync(TestSpace space)
    {
        await Eventually.SeesAsync(() => space.Queues.ReadyAsync(QueueInspector.Orders), ready => ready > 0);
        Assert.Null(await space.Queues.ReadyAsync(QueueInspector.OrderErrors));

        await using var next = await space.StartWorkerAsync();
        await space.Subscriber.HearsAnswersAsync(Backlog);
        await next.StopAsync();
        Assert.Equal(Backlog, space.Subscriber.Distinct<StockCommitted>().Count);
        Assert.Equal(0u, await space.Queues.ReadyAsync(QueueInspector.Orders));
        Assert.Null(await space.Queues.ReadyAsync(QueueInspector.OrderErrors));
        await Audit.HoldsAsync(space, ("A", Backlog, Backlog));
    }
}

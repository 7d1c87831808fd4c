using Inventory.Contracts;
using Inventory.Testing.Servers;
using Inventory.Testing.Spaces;
using Inventory.Testing.Workers;
using Inventory.Worker.Messaging;

namespace Inventory.IntegrationTests;

/// <summary>
/// RabbitMQ counts in a quorum queue how often a message comes back, and gives it up beyond the limit. The limit is the queue's
/// own argument, the same that RabbitMQ 4 has by default.
/// </summary>
public sealed class DeliveryLimitTests(TestServers servers)
{
    private const int Backlog = 100;

    [Fact]
    public async Task Thirty_returns_of_a_backlog_that_nobody_gets_to_lose_nothing()
    {
        await using var space = await servers.OpenSpaceAsync();
        await DeclareAsync(space);
        await space.Publisher.PublishPlainAsync(Given.Orders(Backlog, "A"));
        await using (var net = await NetAlone.StartAsync(space))
        {
            // To RabbitMQ it is all one what ends: a worker, its connection, or only its channel. It takes back what was not acknowledged.
            for (var returns = 0; returns < 30; returns++)
            {
                await space.Queues.ReturnAsync(QueueInspector.Orders, Backlog);
            }
        }

        await using var worker = await space.StartWorkerAsync();
        await SettledAsync(space);
        await Audit.HoldsAsync(space, ("A", 1_000, Backlog));
    }

    [Fact]
    public async Task Workers_that_end_again_and_again_while_they_hold_a_backlog_lose_nothing()
    {
        await using var space = await servers.OpenSpaceAsync();
        await DeclareAsync(space);
        await space.Queues.LimitReturnsAsync(QueueInspector.Orders, 1);
        await using (await space.Tables.LockAsync("inventory.operation"))
        {
            await space.Publisher.PublishPlainAsync(Given.Orders(Backlog, "A"));
            await EndsWithBacklogAsync(space, worker => worker.KillAsync());
            await EndsWithBacklogAsync(space, StopAsync);
            await Eventually.SeesAsync(() => space.Queues.ReadyAsync(QueueInspector.Net), ready => ready == Backlog);
        }

        await using var last = await space.StartWorkerAsync();
        await SettledAsync(space);
        await Audit.HoldsAsync(space, ("A", 1_000, Backlog));
    }

    [Fact]
    public async Task A_message_that_comes_back_round_after_round_ends_in_the_error_queue_with_its_reason()
    {
        await using var space = await servers.OpenSpaceAsync();
        await DeclareAsync(space);
        await using var net = await NetAlone.StartAsync(space);
        await space.Publisher.PublishPlainAsync([Given.Order("o-1", ("A", 1))]);

        for (var returns = 0; returns < (DeadLetterNet.MostRounds + 1) * (QueueArguments.DeliveryLimit + 1); returns++)
        {
            Assert.Null(await space.Queues.ReadyAsync(QueueInspector.OrderErrors));
            await space.Queues.ReturnAsync(QueueInspector.Orders, 1);
        }

        var given = Assert.Single(await space.Queues.SeesPoisonAsync(QueueInspector.OrderErrors, 1));
        Assert.Contains("o-1", given.Body, StringComparison.Ordinal);
        Assert.Equal("The message came back from workers 6 × 21 times without an outcome: they may end whenever they take it.", given.Reason);
        Assert.Equal(0u, await space.Queues.ReadyAsync(QueueInspector.Orders));
    }

    [Fact]
    public async Task An_error_queue_may_be_looked_at_any_number_of_times()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await space.StartWorkerAsync();
        await space.Publisher.PublishRawAsync<OrderPlaced>("not json"u8.ToArray());
        await space.Queues.SeesPoisonAsync(QueueInspector.OrderErrors, 1);

        for (var looks = 0; looks < 2 * QueueArguments.DeliveryLimit; looks++)
        {
            Assert.Single(await space.Queues.SeesPoisonAsync(QueueInspector.OrderErrors, 1));
        }

        // Even where somebody has set a limit for all queues: it then makes a round through the net.
        await space.Queues.LimitReturnsAsync(QueueInspector.OrderErrors, 2);
        for (var looks = 0; looks < 10; looks++)
        {
            Assert.Single(await space.Queues.SeesPoisonAsync(QueueInspector.OrderErrors, 1));
        }
    }

    private static async Task DeclareAsync(TestSpace space)
    {
        await using var worker = await space.StartWorkerAsync();
        await space.StockAsync(("A", 1_000));
    }

    private static async Task EndsWithBacklogAsync(TestSpace space, Func<WorkerProcess, Task> end)
    {
        await Eventually.SeesAsync(() => space.Queues.ReadyAsync(QueueInspector.Orders), ready => ready == Backlog);
        await using var worker = WorkerProcess.Launch(WorkerSettings.Of(space.Connections, [("StopTimeout", "00:00:01")]));
        await Eventually.SeesAsync(() => space.Queues.ConsumersAsync(QueueInspector.Net), consumers => consumers == 1);
        await Eventually.SeesAsync(() => space.Queues.ConsumersAsync(QueueInspector.Orders), consumers => consumers == 1);
        await Eventually.SeesAsync(() => space.Queues.UnsettledAsync(QueueInspector.Net), unsettled => unsettled == 0);
        await Eventually.SeesAsync(() => space.Queues.ReadyAsync(QueueInspector.Orders), ready => ready == 0);
        await end(worker);
    }

    private static async Task StopAsync(WorkerProcess worker)
    {
        await worker.TerminateAsync();
        await worker.ExitCodeAsync(TimeSpan.FromSeconds(20));
    }

    private static async Task SettledAsync(TestSpace space) => await Eventually.SeesAsync(
        async () => (
            await space.Tables.CountAsync(nameof(OrderPlaced)),
            await space.Queues.UnsettledAsync(QueueInspector.Orders),
            await space.Queues.UnsettledAsync(QueueInspector.Net),
            await space.Queues.ReadyAsync(QueueInspector.OrderErrors)),
        state => state == (Backlog, 0, 0, null));
}

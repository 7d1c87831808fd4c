using Inventory.Testing.Servers;
using Inventory.Testing.Spaces;
using Inventory.Testing.Workers;

namespace Inventory.IntegrationTests;

/// <summary>A worker that settles nothing says so, whatever keeps it from it.</summary>
public sealed class ReadinessTests(TestServers servers)
{
    [Fact]
    public async Task A_worker_that_gets_no_connection_for_its_events_is_not_ready_until_it_has_one()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await InProcessWorker.StartAsync(space.Connections);
        await Eventually.SeesAsync(space.Queues.ConnectionsAsync, all => all.Any(one => one.Client == "inventory-events"));

        await space.Queues.LimitConnectionsAsync(0);
        await space.Queues.CloseConnectionsAsync("inventory-events");
        await SeesNotReadyAsync(worker, "connection limit");

        await space.Queues.LimitConnectionsAsync(null);
        await Eventually.SeesAsync(worker.ReadinessAsync, answer => answer.IsReady);
    }

    [Fact]
    public async Task A_worker_whose_events_are_refused_is_not_ready_until_they_are_taken()
    {
        const string Narrow = "narrow";
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await InProcessWorker.StartAsync(space.Connections);
        await space.StockAsync(("A", 10));
        await space.Queues.DeclareNarrowAsync(Narrow, "Inventory.Contracts:StockCommitted");

        await space.Publisher.PublishPlainAsync([Given.Order("o-1", ("A", 1)), Given.Order("o-2", ("A", 1))]);
        await SeesNotReadyAsync(worker, "RabbitMQ has refused a message.");

        await space.Queues.DeleteAsync(Narrow);
        await Eventually.SeesAsync(worker.ReadinessAsync, answer => answer.IsReady);
        await space.Subscriber.HearsAnswersAsync(2);
    }

    private static Task<Readiness> SeesNotReadyAsync(InProcessWorker worker, string because) =>
        Eventually.SeesAsync(worker.ReadinessAsync, answer => !answer.IsReady && answer.Body.Contains(because, StringComparison.Ordinal));
}

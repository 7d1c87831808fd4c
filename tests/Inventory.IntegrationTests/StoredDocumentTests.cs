using Inventory.Contracts;
using Inventory.Stock.Decisions;
using Inventory.Stock.Storage;
using Inventory.Testing.Servers;
using Inventory.Testing.Spaces;
using Marten;

namespace Inventory.IntegrationTests;

public sealed class StoredDocumentTests(TestServers servers)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_schema_is_as_Marten_wants_it_after_a_worker_has_run()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await space.StartWorkerAsync();
        await space.StockAsync(("A", 10));

        await worker.Service<IDocumentStore>().Storage.Database.AssertDatabaseMatchesConfigurationAsync(Cancelled);
    }

    [Fact]
    public async Task Marten_loads_what_the_workers_own_statements_have_written()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await space.StartWorkerAsync();
        await space.Publisher.PublishAsync(Given.Receipt("r-1", new StockLine("Ä/Ω", 10, "oslo")));
        await space.Subscriber.HearsAsync<StockLevelsChanged>(changed => changed.Changes.Count == 1);
        await space.Publisher.PublishAsync(Given.Order("o-1", new StockLine("Ä/Ω", 2, "oslo"), new StockLine("Ä/Ω", 1, "oslo")) with { ReservationId = "cart" });
        await space.Publisher.PublishAsync(Given.Order("o-2", new StockLine("Ä/Ω", 20, "oslo")));
        await space.Subscriber.HearsAnswersAsync(2);

        await using var session = worker.Service<IDocumentStore>().QuerySession();
        var level = await session.LoadAsync<StockLevel>("Ä/Ω:oslo", Cancelled);
        var found = Assert.Single(await session.Query<StockLevel>().Where(document => document.Sku == "Ä/Ω").ToListAsync(Cancelled));
        var committed = await session.LoadAsync<Order>("o-1", Cancelled);
        var rejected = await session.LoadAsync<Order>("o-2", Cancelled);

        Assert.Equal(("Ä/Ω", "oslo", 10L, 3L, 0L, 2L), (level!.Sku, level.Location, level.OnHand, level.Committed, level.Reserved, level.Version));
        Assert.Equal(2, found.Version);
        Assert.Equal((OrderStatus.Committed, Given.Noon, "cart"), (committed!.Status, committed.PlacedAt, committed.ReservationId));
        Assert.Equal([new OrderLine("Ä/Ω", "oslo", Quantity: 3, Committed: 3, Shipped: 0)], committed.Lines);
        Assert.Equal((OrderStatus.Rejected, null), (rejected!.Status, rejected.ReservationId));
    }

    [Fact]
    public async Task Workers_that_start_at_once_on_an_empty_database_all_get_ready()
    {
        await using var space = await servers.OpenSpaceAsync();
        var starts = Enumerable.Range(0, 3).Select(_ => space.StartWorkerAsync()).ToArray();
        var workers = await Task.WhenAll(starts);

        await space.StockAsync(("A", 10));

        await workers[0].Service<IDocumentStore>().Storage.Database.AssertDatabaseMatchesConfigurationAsync(Cancelled);
        foreach (var worker in workers)
        {
            await worker.DisposeAsync();
        }
    }
}

using Inventory.Contracts;
using JasperFx;
using Marten;
using Marten.Schema;
using StackExchange.Redis;

namespace Inventory.Bench.Contestants;

/// <summary>What the plain Marten contestants keep: a document per order and one per SKU. No ledger, and no record of what an order was answered.</summary>
internal static class SimpleStorage
{
    public static async Task AddAsync(IHostApplicationBuilder builder, IEnumerable<string> skus)
    {
        var documents = DocumentStore.For(options =>
        {
            options.Connection(builder.Configuration.GetConnectionString("Postgres")!);
            options.UseSystemTextJsonForSerialization();
            options.Schema.For<SimpleOrder>();
            options.Schema.For<SimpleStock>().UseNumericRevisions(true);
        });
        await documents.Storage.ApplyAllConfiguredChangesToDatabaseAsync();
        await documents.BulkInsertDocumentsAsync(skus.Select(sku => new SimpleStock { Id = sku, OnHand = Workload.OpeningStock }).ToArray());
        builder.Services.AddSingleton<IDocumentStore>(documents);
        builder.Services.AddSingleton<IConnectionMultiplexer>(
            await ConnectionMultiplexer.ConnectAsync(builder.Configuration.GetConnectionString("Redis")!));
    }
}

public sealed class SimpleOrder
{
    public required string Id { get; init; }

    public required IReadOnlyList<StockLine> Lines { get; init; }
}

public sealed class SimpleStock : ILongVersioned
{
    [Identity]
    public required string Id { get; init; }

    public long OnHand { get; init; }

    public long Committed { get; set; }

    public long Version { get; set; }

    public long Available => OnHand - Committed;
}

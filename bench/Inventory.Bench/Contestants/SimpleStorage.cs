using Inventory.Contracts;
using JasperFx;
using Marten;
using Marten.Schema;
using StackExchange.Redis;
using Weasel.Core;

namespace Inventory.Bench.Contestants;

/// <summary>What the plain Marten contestants keep: a document per order and one per SKU. No ledger, and no record of what an order was answered.</summary>
internal static class SimpleStorage
{
    /// <summary>Adds both servers, with stock for the SKUs that have none yet.</summary>
    public static async Task<IConnectionMultiplexer> AddAsync(IHostApplicationBuilder builder, IEnumerable<string> skus)
    {
        var documents = DocumentStore.For(options =>
        {
            options.Connection(builder.Configuration.GetConnectionString("Postgres")!);
            options.UseSystemTextJsonForSerialization();
            options.Schema.For<SimpleOrder>();
            options.Schema.For<SimpleStock>().UseNumericRevisions(true);
        });
        await documents.Storage.ApplyAllConfiguredChangesToDatabaseAsync();
        await documents.BulkInsertDocumentsAsync(skus.Select(sku => new SimpleStock { Id = sku, OnHand = Workload.OpeningStock }).ToArray(), BulkInsertMode.IgnoreDuplicates);
        builder.Services.AddSingleton<IDocumentStore>(documents);
        IConnectionMultiplexer redis = await ConnectionMultiplexer.ConnectAsync(builder.Configuration.GetConnectionString("Redis")!);
        builder.Services.AddSingleton(redis);
        return redis;
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

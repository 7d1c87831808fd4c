using Inventory.Contracts;
using JasperFx;
using Marten;
using Marten.Schema;
using Weasel.Core;

namespace Inventory.Bench.Contestants;

/// <summary>What the plain Marten contestants keep: a document per order and one per SKU. No ledger, and no record of what an order was answered.</summary>
internal static class SimpleDocuments
{
    public static void Map(StoreOptions options, IConfiguration configuration)
    {
        options.Connection(configuration.GetConnectionString("Postgres")!);
        options.UseSystemTextJsonForSerialization();
        options.Schema.For<SimpleOrder>();
        options.Schema.For<SimpleStock>().UseNumericRevisions(true);
    }

    /// <summary>Makes the tables and puts every SKU in stock that is not there yet.</summary>
    public static async Task StockAsync(IDocumentStore documents, IEnumerable<string> skus)
    {
        await documents.Storage.ApplyAllConfiguredChangesToDatabaseAsync();
        await documents.BulkInsertDocumentsAsync(skus.Select(sku => new SimpleStock { Id = sku, OnHand = Workload.OpeningStock }).ToArray(), BulkInsertMode.IgnoreDuplicates);
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

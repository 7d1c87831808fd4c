using Marten;
using StackExchange.Redis;

namespace Inventory.Bench.Contestants;

/// <summary>What the plain Marten contestants on MassTransit are given: a document store that is stocked, and Redis.</summary>
internal static class SimpleStorage
{
    /// <summary>Adds both servers, with stock for the SKUs that have none yet.</summary>
    public static async Task<IConnectionMultiplexer> AddAsync(IHostApplicationBuilder builder, IEnumerable<string> skus)
    {
        var documents = DocumentStore.For(options => SimpleDocuments.Map(options, builder.Configuration));
        await SimpleDocuments.StockAsync(documents, skus);
        builder.Services.AddSingleton<IDocumentStore>(documents);
        IConnectionMultiplexer redis = await ConnectionMultiplexer.ConnectAsync(builder.Configuration.GetConnectionString("Redis")!);
        builder.Services.AddSingleton(redis);
        return redis;
    }
}

using Inventory.Bench.Contestants;
using MassTransit;
using StackExchange.Redis;

namespace Inventory.Bench.CachePatterns.Services;

/// <summary>What the patterns are made of.</summary>
internal static class PatternServices
{
    public const int Prefetch = 1_000;

    /// <summary>So small that an order does not wait long for others, at the rate at which answers are timed.</summary>
    public static void Limit(BatchOptions batch) => batch.SetMessageLimit(200).SetTimeLimit(TimeSpan.FromMilliseconds(10)).SetConcurrencyLimit(1);

    /// <summary>Adds storage, and what flushes it.</summary>
    public static async Task AddAsync(IHostApplicationBuilder builder, string pattern, IReadOnlyList<string> skus)
    {
        var redis = await SimpleStorage.AddAsync(builder, skus);
        builder.Services.AddSingleton<OrderDocuments>().AddSingleton<LevelCache>();
        if (pattern is WriteBehind.Name or WriteBehind.LoggedName)
        {
            // Before the bus, so that it ends after it.
            builder.Services.AddSingleton(new UnflushedOrders(redis, isLogged: pattern is WriteBehind.LoggedName));
            builder.Services.AddSingleton<Flusher>().AddHostedService(services => services.GetRequiredService<Flusher>());
        }
    }
}

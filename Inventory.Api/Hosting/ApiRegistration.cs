using System.Text.Json.Serialization;
using Inventory.Api.Answers;
using Inventory.Api.Documentation;
using Inventory.Api.Health;
using Inventory.Api.Reads;
using Inventory.Stock.Cache;
using Inventory.Stock.Generations;
using Inventory.Stock.Hosting;
using Inventory.Stock.Storage;
using Marten;
using Microsoft.Extensions.Options;
using Npgsql;
using StackExchange.Redis;

namespace Inventory.Api.Hosting;

/// <summary>The services of the API.</summary>
internal static class ApiRegistration
{
    // 200 SKUs of 64 characters, each three bytes of UTF-8 and so nine characters once percent-encoded, are 116 kB.
    private const int LongestRequestLine = 128 * 1024;

    public static void AddApiServices(this WebApplicationBuilder builder, ConnectionSettings connections)
    {
        var services = builder.Services;
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<IValidateOptions<ApiOptions>, ApiOptionsValidator>();
        services.AddOptionsWithValidateOnStart<ApiOptions>().BindConfiguration(ApiOptions.Section);

        services.AddSingleton(_ => connections.CreateDataSource());
        services.AddSingleton<IDocumentStore>(provider => StockSchema.CreateReadOnlyStore(provider.GetRequiredService<NpgsqlDataSource>()));
        services.AddSingleton<IConnectionMultiplexer>(_ => connections.OpenRedis());
        services.AddSingleton<StockReader>().AddSingleton<LedgerReader>().AddSingleton<StockCache>().AddSingleton<GenerationLog>().AddSingleton<Preflight>();

        services.AddSingleton<StockReadMetrics>().AddSingleton<VersionFloor>();
        services.AddSingleton<GenerationCheck>().AddSingleton<CachedStock>().AddSingleton<StoredStock>().AddSingleton<StockLookup>().AddSingleton<Readiness>();

        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, AnswerJson.Default);
            json.SerializerOptions.TypeInfoResolverChain.Insert(1, HealthJson.Default);

            // The document describes numbers as numbers, not as "number or string".
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
        });
        services.AddProblemDetails();
        services.AddApiDocument();

        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestLineSize = LongestRequestLine;
        });

        // It has nothing to say at the levels that are logged, and begins an activity and a scope for each request to say it in.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);

        // A start that fails is reported once, by StartFailure, as a sentence; the host would add a stack trace.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
    }
}

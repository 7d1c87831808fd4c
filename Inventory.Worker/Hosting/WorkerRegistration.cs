using Inventory.Stock.Auditing;
using Inventory.Stock.Cache;
using Inventory.Stock.Generations;
using Inventory.Stock.Storage;
using Inventory.Worker.Consistency;
using Inventory.Worker.Messaging;
using Inventory.Worker.Pipeline;
using Marten;
using Microsoft.Extensions.Options;
using Npgsql;
using StackExchange.Redis;

namespace Inventory.Worker.Hosting;

/// <summary>Composes the worker.</summary>
public static class WorkerRegistration
{
    private const string Groups = "groups";

    /// <summary>A builder with the worker in it. Settings lie beside the executable, not in the folder it is called from.</summary>
    public static WebApplicationBuilder CreateBuilder()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.AddInventoryWorker();
        return builder;
    }

    public static void AddInventoryWorker(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton(_ => ConnectionSettings.From(builder.Configuration));
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<IValidateOptions<WorkerOptions>, WorkerOptionsValidator>();
        services.AddOptionsWithValidateOnStart<WorkerOptions>().BindConfiguration(WorkerOptions.Section);
        services.AddOptions<HostOptions>().Configure<IOptions<WorkerOptions>>((host, worker) =>
            host.ShutdownTimeout = worker.Value.StopTimeout + TimeSpan.FromSeconds(5));

        services.AddSingleton(provider => provider.GetRequiredService<ConnectionSettings>().CreateDataSource());
        services.AddKeyedSingleton(Groups, (provider, _) => provider.GetRequiredService<ConnectionSettings>().CreateGroupDataSource());
        services.AddSingleton<IDocumentStore>(provider => StockSchema.CreateStore(provider.GetRequiredService<NpgsqlDataSource>()));
        services.AddSingleton<IConnectionMultiplexer>(provider => provider.GetRequiredService<ConnectionSettings>().OpenRedis());
        services.AddSingleton(provider => new StockStore(provider.GetRequiredKeyedService<NpgsqlDataSource>(Groups)));
        services.AddSingleton<PostgresServer>().AddSingleton<StockReader>().AddSingleton<StockCache>();
        services.AddSingleton<GenerationLog>().AddSingleton<CacheRebuild>().AddSingleton<CacheAudit>().AddSingleton<LiveComparison>().AddSingleton<ConsistencyCheck>();

        services.AddSingleton<Preflight>().AddSingleton<WorkerMetrics>().AddSingleton<DependencyGate>();
        services.AddSingleton<GroupRetry>();

        // Before the bus, so that it stops after it: consumers still need the pipeline while they finish.
        services.AddSingleton<StockPipeline>().AddHostedService(provider => provider.GetRequiredService<StockPipeline>());
        services.AddSingleton<DueReservations>().AddHostedService<ReservationClock>().AddHostedService<CacheKeeper>().AddHostedService<ConsistencyWatch>();
        BusRegistration.Add(services);
        WorkerHealth.Add(services);

        // A start that fails is reported once, by StartFailure, as a sentence; the host would add a stack trace.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.WebHost.UseUrls(builder.Configuration[$"{WorkerOptions.Section}:{nameof(WorkerOptions.Address)}"] ?? new WorkerOptions().Address);
    }
}

using Inventory.Stock.Cache;
using Inventory.Stock.Storage;
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
    public static void AddInventoryWorker(this WebApplicationBuilder builder)
    {
        var connections = ConnectionSettings.From(builder.Configuration);
        var services = builder.Services;
        services.AddSingleton(connections);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<IValidateOptions<WorkerOptions>, WorkerOptionsValidator>();
        services.AddOptionsWithValidateOnStart<WorkerOptions>().BindConfiguration(WorkerOptions.Section);
        services.AddOptions<HostOptions>().Configure<IOptions<WorkerOptions>>((host, worker) =>
            host.ShutdownTimeout = worker.Value.StopTimeout + TimeSpan.FromSeconds(5));

        services.AddSingleton(_ => StockStore.CreateDataSource(connections.Postgres));
        services.AddSingleton<IDocumentStore>(provider => StockSchema.CreateStore(provider.GetRequiredService<NpgsqlDataSource>()));
        services.AddSingleton<IConnectionMultiplexer>(_ =>
            RedisConnection.OpenAsync(connections.Redis, "inventory-worker").GetAwaiter().GetResult());
        services.AddSingleton<StockStore>().AddSingleton<StockReader>().AddSingleton<StockCache>();

        services.AddSingleton<Preflight>().AddSingleton<WorkerMetrics>().AddSingleton<DependencyGate>();
        services.AddSingleton<GroupRetry>().AddSingleton<ChangeReporter>();

        // Before the bus, so that it stops after it: consumers still need the pipeline while they finish.
        services.AddSingleton<StockPipeline>().AddHostedService(provider => provider.GetRequiredService<StockPipeline>());
        BusRegistration.Add(services, connections.RabbitMq);
        WorkerHealth.Add(services);
        builder.WebHost.UseUrls(builder.Configuration[$"{WorkerOptions.Section}:{nameof(WorkerOptions.Address)}"] ?? new WorkerOptions().Address);
    }
}

using Inventory.Stock.Generations;
using Inventory.Testing.Spaces;
using Inventory.Worker.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Inventory.Testing.Workers;

/// <summary>A worker in the test's own process, composed as in production, so that its measurements and services can be looked at.</summary>
public sealed class InProcessWorker : IAsyncDisposable
{
    private readonly WebApplication _app;

    private InProcessWorker(WebApplication app, TestOutputLog log)
    {
        _app = app;
        Log = log;
        Measurements = new WorkerMeasurements(app.Services);
    }

    public WorkerMeasurements Measurements { get; }

    public TestOutputLog Log { get; }

    public static async Task<InProcessWorker> StartAsync(Connections connections, params (string Name, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddInMemoryCollection(WorkerSettings.Of(connections, settings));
        var log = new TestOutputLog();
        builder.Logging.ClearProviders().AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None).AddProvider(log);
        builder.AddInventoryWorker();
        var app = builder.Build();
        app.MapWorkerHealth();
        var worker = new InProcessWorker(app, log);
        await app.StartAsync();
        await Readiness.AwaitAsync(worker.Address);

        // Otherwise a first message may come before Redis has a generation, and would be measured as a failure, or while it is being
        // filled, and what it writes through may be gone for a moment.
        await Eventually.SeesAsync(() => worker.Service<CacheRebuild>().LookAsync(default), now => now.Standing is GenerationStanding.Filled);
        return worker;
    }

    public Task<Readiness> ReadinessAsync() => Readiness.AskAsync(Address);

    public T Service<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>Ends as a worker does that is asked to: what it has not settled is back in the queue afterwards.</summary>
    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Measurements.Dispose();
    }

    private Uri Address => new(_app.Urls.Single());
}

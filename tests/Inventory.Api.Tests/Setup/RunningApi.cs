using System.Diagnostics.Metrics;
using Inventory.Api.Hosting;
using Inventory.Api.Reads;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace Inventory.Api.Tests.Setup;

/// <summary>The API as it runs in production, on a port that was free.</summary>
public sealed class RunningApi : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RunningApi(WebApplication app)
    {
        _app = app;
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        Reads = Counter(StockReadMetrics.ReadsName);
        Fallbacks = Counter(StockReadMetrics.FallbacksName);
        Queries = Counter(StockReadMetrics.QueriesName);
        Coalesced = Counter(StockReadMetrics.CoalescedName);
        NotModified = Counter(StockReadMetrics.NotModifiedName);
        Requests = new MetricCollector<long>(app.Services.GetRequiredService<IMeterFactory>(), "Microsoft.AspNetCore.Hosting", "http.server.active_requests");
    }

    public HttpClient Http { get; }

    public IServiceProvider Services => _app.Services;

    public MetricCollector<long> Reads { get; }

    public MetricCollector<long> Fallbacks { get; }

    public MetricCollector<long> Queries { get; }

    public MetricCollector<long> Coalesced { get; }

    public MetricCollector<long> NotModified { get; }

    /// <summary>One for each request that begins, and one for each that ends.</summary>
    public MetricCollector<long> Requests { get; }

    /// <param name="postgres">The connection string.</param>
    /// <param name="redis">The connection string.</param>
    /// <param name="settings">Settings below <c>Inventory:Api</c>, as <c>Name=value</c>.</param>
    public static async Task<RunningApi> StartAsync(string postgres, string redis, params string[] settings)
    {
        var app = await ApiHost.BuildAsync(
        [
            $"--ConnectionStrings:Postgres={postgres}",
            $"--ConnectionStrings:Redis={redis}",
            "--Inventory:Api:Address=http://127.0.0.1:0",
            "--Logging:LogLevel:Default=None",
            "--Logging:LogLevel:Inventory=None",
            .. settings.Select(setting => $"--Inventory:Api:{setting}"),
        ]);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new RunningApi(app);
    }

    public Task<HttpResponseMessage> GetAsync(string path) => Http.GetAsync(path, TestContext.Current.CancellationToken);

    /// <summary>The tags that a counter was counted with, in order.</summary>
    public static string[] Tags(MetricCollector<long> counter, string name) =>
        [.. counter.GetMeasurementSnapshot().Select(measurement => (string)measurement.Tags[name]!)];

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }

    private MetricCollector<long> Counter(string name) => new(_app.Services.GetRequiredService<IMeterFactory>(), StockReadMetrics.MeterName, name);
}

using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using Inventory.Bench.CachePatterns.Reading;

namespace Inventory.Bench.Measuring;

/// <summary>The API beside the worker, and a reader of it.</summary>
internal sealed class StockApi : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly BenchProcess _process;
    private readonly HttpClient _http;

    private StockApi(BenchProcess process, Uri address)
    {
        _process = process;
        _http = new HttpClient { BaseAddress = address };
    }

    public Uri Address => _http.BaseAddress!;

    public IReadOnlyList<int> ProcessIds => _process.Ids;

    public static Task<StockApi> StartAsync(Room room) => StartAsync(
        "health/ready",
        address => BenchProcess.Start("the API", [Required.Setting("INVENTORY_API_DLL")], room, ("Inventory__Api__Address", address.ToString())));

    /// <param name="readyPath">What is answered once it is ready.</param>
    /// <param name="start">Starts it at an address.</param>
    public static async Task<StockApi> StartAsync(string readyPath, Func<Uri, BenchProcess> start)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var api = new StockApi(start(address), address);
        await api.UntilAsync(async () =>
        {
            try
            {
                return (await api._http.GetAsync(readyPath)).IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false; // It does not listen yet.
            }
        });
        return api;
    }

    /// <summary>Returns when so many units of a SKU are seen to be committed.</summary>
    public Task SeesCommittedAsync(string sku, long units) => UntilAsync(async () =>
        (await _http.GetFromJsonAsync<Stock>($"stock/{sku}"))!.Committed >= units);

    /// <summary>What a reader sees of a SKU that is in one location.</summary>
    public async Task<StockReading> ReadAsync(string sku)
    {
        using var answer = (await _http.GetAsync($"stock/{sku}")).EnsureSuccessStatusCode();
        var stock = (await answer.Content.ReadFromJsonAsync<Stock>())!;
        return new StockReading(stock.Locations.Single().Version, IsHit: answer.Headers.GetValues("X-Stock-Source").Single() == "cache");
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _process.DisposeAsync();
    }

    private async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(s_patience);
        while (!await condition())
        {
            _process.ThrowIfGone();
            await Task.Delay(TimeSpan.FromMilliseconds(1), patience.Token);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed record Stock(long Committed, IReadOnlyList<Location> Locations);

    private sealed record Location(long Version);
}

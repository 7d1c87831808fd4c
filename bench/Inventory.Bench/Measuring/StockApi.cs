using System.Net.Http.Json;
using Inventory.Bench.CachePatterns.Reading;

namespace Inventory.Bench.Measuring;

/// <summary>The API beside the worker, and a reader of it.</summary>
internal sealed class StockApi(WebProcess web) : IAsyncDisposable
{
    public WebProcess Web => web;

    public static async Task<StockApi> StartAsync(Room room) => new(await WebProcess.StartAsync(
        "health/ready",
        address => BenchProcess.Start("the API", [Required.Setting("INVENTORY_API_DLL")], room, ("Inventory__Api__Address", address.ToString()))));

    /// <summary>Returns when so many units of a SKU are seen to be committed.</summary>
    public Task SeesCommittedAsync(string sku, long units) => web.UntilAsync(async () =>
        (await web.Http.GetFromJsonAsync<Stock>($"stock/{sku}"))!.Committed >= units);

    /// <summary>What a reader sees of a SKU that is in one location.</summary>
    public async Task<StockReading> ReadAsync(string sku)
    {
        using var answer = (await web.Http.GetAsync($"stock/{sku}")).EnsureSuccessStatusCode();
        var stock = (await answer.Content.ReadFromJsonAsync<Stock>())!;
        return new StockReading(stock.Locations.Single().Version, IsHit: answer.Headers.GetValues("X-Stock-Source").Single() == "cache");
    }

    public ValueTask DisposeAsync() => web.DisposeAsync();

    private sealed record Stock(long Committed, IReadOnlyList<Location> Locations);

    private sealed record Location(long Version);
}

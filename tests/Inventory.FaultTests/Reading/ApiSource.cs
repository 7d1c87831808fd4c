using System.Net;
using System.Net.Http.Json;
using Inventory.FaultTests.Checking;

namespace Inventory.FaultTests.Reading;

/// <summary>Reads through the API, as shops do. Only 200, 404 and 503 are answers that it may give.</summary>
internal sealed class ApiSource(Uri address, History history) : IStockSource, IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(15) };

    public string Name => "the API";

    public async Task<IReadOnlyDictionary<string, LevelState>?> ReadAsync(string sku)
    {
        using var response = await _http.GetAsync(new Uri($"/stock/{sku}", UriKind.Relative));
        switch (response.StatusCode)
        {
            case HttpStatusCode.OK:
                var stock = (await response.Content.ReadFromJsonAsync<Stock>())!;
                return stock.Locations.ToDictionary(
                    level => Messages.LevelId(sku, level.Location),
                    level => new LevelState(level.Version, level.OnHand, level.Committed, level.Reserved, level.Available));
            case HttpStatusCode.NotFound:
                return new Dictionary<string, LevelState>();
            case HttpStatusCode.ServiceUnavailable:
                return null;
            default:
                history.Violate('F', $"the API answered {sku} with {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
                return null;
        }
    }

    public void Dispose() => _http.Dispose();

    private sealed record Stock(IReadOnlyList<Level> Locations);

    private sealed record Level(string Location, long OnHand, long Committed, long Reserved, long Available, long Version);
}

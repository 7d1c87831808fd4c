using System.Net;
using System.Net.Http.Json;
using Inventory.FaultTests.Checking;

namespace Inventory.FaultTests.Reading;

/// <summary>Reads through the API, as shops do. Only 200, 404 and 503 are answers that it may give.</summary>
internal sealed class ApiSource(Uri address, History history) : IStockSource, IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(15) };

    public const string Kind = "the API";

    public string Name => Kind;

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

    /// <summary>Whether the API answers from Redis, and so takes it for whole.</summary>
    public async Task<bool> TrustsRedisAsync(string sku)
    {
        using var response = await _http.GetAsync(new Uri($"/stock/{sku}", UriKind.Relative));
        return response.Headers.TryGetValues("X-Stock-Source", out var source) && source.Single() == "cache";
    }

    public void Dispose() => _http.Dispose();

    private sealed record Stock(IReadOnlyList<Level> Locations);

    private sealed record Level(string Location, long OnHand, long Committed, long Reserved, long Available, long Version);
}

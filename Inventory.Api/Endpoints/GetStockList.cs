using Inventory.Api.Reads;
using Inventory.Stock.Validation;

namespace Inventory.Api.Endpoints;

/// <summary><c>GET /stock?sku=a&amp;sku=b…</c>: the stock of several SKUs.</summary>
internal static class GetStockList
{
    public const string Name = "GetStockList";
    private const int MostSkus = 200;

    public static void Map(RouteGroupBuilder stock) => stock.MapGet("", HandleAsync)
        .WithName(Name)
        .WithSummary("The stock of up to 200 SKUs")
        .Produces<StockListResponse>();

    private static async Task<IResult> HandleAsync(string[] sku, HttpContext http, StockLookup lookup)
    {
        var errors = Check(sku);
        if (errors.Count > 0)
        {
            return StockProblems.Malformed(errors);
        }

        var found = await lookup.FindAsync([.. sku.Distinct(StringComparer.Ordinal)], http.RequestAborted);
        var isAllCached = found.All(answer => answer.Reading.Source == StockSource.Cache);
        StockEndpoints.Describe(http.Response, isAllCached ? StockSource.Cache : StockSource.Store);
        return TypedResults.Ok(new StockListResponse(
            [.. found.Where(answer => answer.Reading.Levels.Count > 0).Select(answer => StockResponse.From(answer.Sku, answer.Reading.Levels))],
            [.. found.Where(answer => answer.Reading.Levels.Count == 0).Select(answer => answer.Sku)]));
    }

    private static List<string> Check(string[] skus) => skus.Length is < 1 or > MostSkus
        ? [$"{skus.Length} SKUs are asked for; it must be 1 to {MostSkus}, as ?sku=A&sku=B"]
        : [.. skus.SelectMany((sku, i) => LevelNameRules.CheckSku($"sku[{i}]", sku))];
}

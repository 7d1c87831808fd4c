using System.Globalization;
using Inventory.Api.Reads;
using Inventory.Stock.Validation;

namespace Inventory.Api.Endpoints;

/// <summary><c>GET /stock/{sku}</c>: the stock of one SKU.</summary>
internal static class GetStock
{
    public const string Name = "GetStock";

    public static void Map(RouteGroupBuilder stock) => stock.MapGet("/{sku}", HandleAsync)
        .WithName(Name)
        .WithSummary("The stock of one SKU, in total and by location")
        .Produces<StockResponse>()
        .Produces(StatusCodes.Status304NotModified)
        .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> HandleAsync(
        string sku, string? location, string? minVersion, HttpContext http, StockLookup lookup, StockReadMetrics metrics)
    {
        var errors = new List<string>();
        var question = Parse(SkuInPath.Decode(http, sku), location, minVersion, errors);
        if (errors.Count > 0)
        {
            return StockProblems.Malformed(errors);
        }

        var (levels, source) = await lookup.FindAsync(question, http.RequestAborted);
        if (levels.Count == 0)
        {
            return StockProblems.NotStocked(question);
        }

        if (!question.IsMetBy(levels))
        {
            return StockProblems.NotThereYet(http, question, levels[0].Version);
        }

        var tag = StockETag.Of(levels);
        http.Response.Headers.ETag = tag.ToString();
        StockEndpoints.Describe(http.Response, source);
        if (StockETag.IsHeldBy(http.Request, tag))
        {
            metrics.NotModified();
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        }

        return TypedResults.Ok(StockResponse.From(question.Sku, levels));
    }

    private static StockQuestion Parse(string sku, string? location, string? minVersion, List<string> errors)
    {
        errors.AddRange(LevelNameRules.CheckSku(nameof(sku), sku));
        if (location is not null)
        {
            errors.AddRange(LevelNameRules.CheckLocation(nameof(location), location));
        }

        if (minVersion is null)
        {
            return new StockQuestion(sku, location);
        }

        if (location is null)
        {
            errors.Add($"{nameof(minVersion)} needs a location: versions are counted per location");
        }

        if (!long.TryParse(minVersion, NumberStyles.None, CultureInfo.InvariantCulture, out var version) || version < 1)
        {
            errors.Add($"{nameof(minVersion)} '{minVersion}' is not a whole number from 1");
        }

        return new StockQuestion(sku, location, version);
    }
}

using System.Globalization;
using Inventory.Api.Answers;
using Inventory.Api.Reads;
using Inventory.Stock.Validation;

namespace Inventory.Api.Endpoints;

/// <summary><c>GET /stock/{sku}</c>: the stock of one SKU.</summary>
internal static class GetStock
{
    public const string Name = "GetStock";

    /// <remarks>The services are given to it once: to look them up for every request would begin a scope for each.</remarks>
    public static void Map(RouteGroupBuilder stock, StockLookup lookup, StockReadMetrics metrics) => stock
        .MapGet("/{sku}", (string sku, string? location, string? minVersion, HttpContext http) => HandleAsync(sku, location, minVersion, http, lookup, metrics))
        .WithName(Name)
        .WithSummary("The stock of one SKU, in total and by location")
        .Produces<StockResponse>()
        .Produces(StatusCodes.Status304NotModified)
        .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task HandleAsync(
        string sku, string? location, string? minVersion, HttpContext http, StockLookup lookup, StockReadMetrics metrics)
    {
        var errors = new List<string>();
        var question = Parse(SkuInPath.Decode(http, sku), location, minVersion, errors);
        if (errors.Count > 0)
        {
            await StockProblems.Malformed(errors).ExecuteAsync(http);
            return;
        }

        var (stock, source) = await lookup.FindAsync(question, http.RequestAborted);
        if (stock.Levels.Count == 0)
        {
            await StockProblems.NotStocked(question).ExecuteAsync(http);
        }
        else if (!question.IsMetBy(stock.Levels))
        {
            await StockProblems.NotThereYet(http, question, stock.Levels[0].Version).ExecuteAsync(http);
        }
        else
        {
            await AnswerAsync(http, stock, source, metrics);
        }
    }

    private static async ValueTask AnswerAsync(HttpContext http, SkuStock stock, StockSource source, StockReadMetrics metrics)
    {
        http.Response.Headers.ETag = stock.Tag;
        StockEndpoints.Describe(http.Response, source);
        if (StockETag.IsHeldBy(http.Request, stock.Tag))
        {
            metrics.NotModified();
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        await StockEndpoints.BeginJson(http.Response, stock.Json.Length).WriteAsync(stock.Json);
    }

    private static StockQuestion Parse(string sku, string? location, string? minVersion, List<string> errors)
    {
        LevelNameRules.CheckSku(nameof(sku), sku, errors);
        if (location is not null)
        {
            LevelNameRules.CheckLocation(nameof(location), location, errors);
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

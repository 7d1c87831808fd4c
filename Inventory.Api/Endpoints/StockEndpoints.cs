using System.IO.Pipelines;
using Inventory.Api.Reads;

namespace Inventory.Api.Endpoints;

/// <summary>What all reads of stock have in common.</summary>
internal static class StockEndpoints
{
    public static void MapStock(this WebApplication app)
    {
        var stock = app.MapGroup("/stock").WithTags("Stock")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        GetStock.Map(stock, app.Services.GetRequiredService<StockLookup>(), app.Services.GetRequiredService<StockReadMetrics>());
        GetStockList.Map(stock);
        GetMovements.Map(stock);
    }

    /// <summary>Says where the answer came from, and that it must be asked for again each time: it may have changed.</summary>
    public static void Describe(HttpResponse response, StockSource source)
    {
        response.Headers["X-Stock-Source"] = source == StockSource.Cache ? "cache" : "store";
        response.Headers.CacheControl = "no-cache";
    }

    /// <summary>Begins an answer of so many bytes of JSON.</summary>
    public static PipeWriter BeginJson(HttpResponse response, int length)
    {
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = length;
        return response.BodyWriter;
    }
}

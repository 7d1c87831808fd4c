using Inventory.Api.Reads;

namespace Inventory.Api.Endpoints;

/// <summary>What all reads of stock have in common.</summary>
internal static class StockEndpoints
{
    public static void MapStock(this WebApplication app)
    {
        var stock = app.MapGroup("/stock").WithTags("Stock").AddEndpointFilter(AnswerWhenUnavailableAsync)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        GetStock.Map(stock);
        GetStockList.Map(stock);
        GetMovements.Map(stock);
    }

    /// <summary>Says where the answer came from, and that it must be asked for again each time: it may have changed.</summary>
    public static void Describe(HttpResponse response, StockSource source)
    {
        response.Headers["X-Stock-Source"] = source == StockSource.Cache ? "cache" : "store";
        response.Headers.CacheControl = "no-cache";
    }

    private static async ValueTask<object?> AnswerWhenUnavailableAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (StockUnavailableException)
        {
            return StockProblems.Unavailable(context.HttpContext);
        }
    }
}

using Inventory.Api.Reads;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace Inventory.Api.Endpoints;

/// <summary>Gives a problem-details body to what no endpoint answers: unknown routes, wrong methods, servers that are away, our own mistakes.</summary>
internal static class ProblemPages
{
    public static void UseProblemPages(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = ExplainAsync,
            StatusCodeSelector = failure => failure is StockUnavailableException ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status500InternalServerError,

            // The log has said already which server is away.
            SuppressDiagnosticsCallback = failed => failed.Exception is StockUnavailableException,
        });
        app.UseStatusCodePages(pages => WriteAsync(pages.HttpContext, Explain(pages.HttpContext)));
    }

    private static Task ExplainAsync(HttpContext http) => http.Features.GetRequiredFeature<IExceptionHandlerFeature>().Error is StockUnavailableException
        ? StockProblems.Unavailable(http).ExecuteAsync(http)
        : WriteAsync(http, "An unexpected error occurred; it is in the log of the API.");

    // Not left to the framework's writer: that one answers in plain text when the caller accepts something else.
    private static Task WriteAsync(HttpContext http, string? detail) =>
        TypedResults.Problem(detail, statusCode: http.Response.StatusCode).ExecuteAsync(http);

    private static string? Explain(HttpContext http) => http.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => $"There is nothing at {http.Request.Path}.",
        StatusCodes.Status405MethodNotAllowed => $"{http.Request.Path} does not take {http.Request.Method}: this API is read-only.",
        _ => ReasonPhrases.GetReasonPhrase(http.Response.StatusCode),
    };
}

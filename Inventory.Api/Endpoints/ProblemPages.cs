using Microsoft.AspNetCore.WebUtilities;

namespace Inventory.Api.Endpoints;

/// <summary>Gives a problem-details body to what no endpoint answers: unknown routes, wrong methods, our own mistakes.</summary>
internal static class ProblemPages
{
    public static void UseProblemPages(this WebApplication app)
    {
        app.UseExceptionHandler(failed => failed.Run(http => WriteAsync(http, "An unexpected error occurred; it is in the log of the API.")));
        app.UseStatusCodePages(pages => WriteAsync(pages.HttpContext, Explain(pages.HttpContext)));
    }

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

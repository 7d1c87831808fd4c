using Inventory.Api.Reads;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Inventory.Api.Endpoints;

/// <summary>What can be wrong with a read of stock, as problem details (RFC 9457).</summary>
internal static class StockProblems
{
    private const string RetryAfterSeconds = "1";

    public static ProblemHttpResult Malformed(IEnumerable<string> reasons) =>
        TypedResults.Problem($"{string.Join("; ", reasons)}.", statusCode: StatusCodes.Status400BadRequest);

    public static ProblemHttpResult NotStocked(StockQuestion question) => TypedResults.Problem(
        question.Location is null ? $"SKU '{question.Sku}' is not stocked." : $"SKU '{question.Sku}' is not stocked at '{question.Location}'.",
        statusCode: StatusCodes.Status404NotFound);

    public static ProblemHttpResult NotThereYet(HttpContext http, StockQuestion question, long version) => TryLater(
        http, $"SKU '{question.Sku}' at '{question.Location}' is at version {version}; version {question.MinVersion} is not there yet.");

    public static ProblemHttpResult Unavailable(HttpContext http) => TryLater(http, "Neither Redis nor PostgreSQL can answer at the moment.");

    private static ProblemHttpResult TryLater(HttpContext http, string detail)
    {
        http.Response.Headers.RetryAfter = RetryAfterSeconds;
        return TypedResults.Problem(detail, statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}

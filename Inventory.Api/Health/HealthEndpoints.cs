namespace Inventory.Api.Health;

/// <summary>Live: the process answers. Ready: stock can be read from Redis, PostgreSQL or both.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this WebApplication app)
    {
        var health = app.MapGroup("/health").WithTags("Health").AddEndpointFilter(NeverStoredAsync);
        health.MapGet("/live", () => TypedResults.Ok(new LivenessReport(ReadinessReport.Healthy)))
            .WithName("GetLiveness")
            .WithSummary("Whether the process answers, whatever becomes of its servers");
        health.MapGet("/ready", ReadyAsync)
            .WithName("GetReadiness")
            .WithSummary("Whether stock can be read, and from where")
            .Produces<ReadinessReport>()
            .Produces<ReadinessReport>(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<IResult> ReadyAsync(Readiness readiness, CancellationToken cancellationToken)
    {
        var report = await readiness.CheckAsync(cancellationToken);
        return TypedResults.Json(report, statusCode: report.IsReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private static ValueTask<object?> NeverStoredAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        context.HttpContext.Response.Headers.CacheControl = "no-store";
        return next(context);
    }
}

/// <summary>That the process answers.</summary>
internal sealed record LivenessReport(string Status);

using System.Text.Json.Serialization;

namespace Inventory.Api.Health;

/// <summary>How a server answers reads of stock, and in words why it does not.</summary>
internal sealed record ServerReport(string Status, string Description)
{
    public static ServerReport Of(string server, string? whyAway) => whyAway is null
        ? new ServerReport(ReadinessReport.Healthy, $"{server} answers.")
        : new ServerReport(ReadinessReport.Unhealthy, $"{server} {whyAway}.");
}

/// <summary>Whether stock can be read, and from where.</summary>
internal sealed record ReadinessReport(string Status, string Description, IReadOnlyDictionary<string, ServerReport> Checks)
{
    public const string Healthy = "Healthy";
    public const string Degraded = "Degraded";
    public const string Unhealthy = "Unhealthy";

    [JsonIgnore]
    public bool IsReady => Status != Unhealthy;

    public static ReadinessReport Of(string? whyRedisAway, string? whyPostgresAway)
    {
        var (status, description) = (whyRedisAway, whyPostgresAway) switch
        {
            (null, null) => (Healthy, "Stock is read from Redis, and from PostgreSQL what Redis lacks."),
            (_, null) => (Degraded, "Stock is read from PostgreSQL alone."),
            (null, _) => (Degraded, "Stock is read from Redis alone; what it lacks cannot be read."),
            _ => (Unhealthy, "Stock cannot be read: neither Redis nor PostgreSQL answers."),
        };
        return new ReadinessReport(status, description, new Dictionary<string, ServerReport>
        {
            ["redis"] = ServerReport.Of("Redis", whyRedisAway),
            ["postgres"] = ServerReport.Of("PostgreSQL", whyPostgresAway),
        });
    }
}

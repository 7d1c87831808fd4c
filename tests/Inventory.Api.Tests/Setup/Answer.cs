using System.Net;
using System.Text.Json.Nodes;

namespace Inventory.Api.Tests.Setup;

/// <summary>What tests look for in an answer.</summary>
public static class Answer
{
    public static async Task<JsonNode> JsonAsync(this HttpResponseMessage response) =>
        JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;

    public static string? Source(this HttpResponseMessage response) =>
        response.Headers.TryGetValues("X-Stock-Source", out var values) ? values.Single() : null;

    /// <summary>Asserts an RFC 9457 answer, and returns its detail.</summary>
    public static async Task<string> AssertProblemAsync(this HttpResponseMessage response, HttpStatusCode status)
    {
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = await response.JsonAsync();
        Assert.Equal((int)status, (int)problem["status"]!);
        Assert.NotEmpty((string)problem["title"]!);
        Assert.NotEmpty((string)problem["type"]!);
        return (string)problem["detail"]!;
    }

    /// <summary>Asserts a 200 from the source, and returns the body.</summary>
    public static async Task<JsonNode> AssertStockAsync(this HttpResponseMessage response, string source)
    {
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(source, response.Source());
        return await response.JsonAsync();
    }

    /// <summary>The versions of the locations shown, in order.</summary>
    public static IEnumerable<long> Versions(this JsonNode stock) => stock["locations"]!.AsArray().Select(level => (long)level!["version"]!);
}

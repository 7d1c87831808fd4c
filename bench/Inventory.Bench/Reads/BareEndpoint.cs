namespace Inventory.Bench.Reads;

/// <summary>
/// What the web server alone allows: an endpoint that answers from memory, byte for byte and header for header what the API
/// answered when it was asked once.
/// </summary>
internal static class BareEndpoint
{
    public const string Name = "bare";

    private const string StockSource = "X-Stock-Source";

    /// <param name="address">Where it listens.</param>
    /// <param name="api">The API whose answers it repeats.</param>
    public static async Task<int> RunAsync(string address, string api)
    {
        var answers = await RememberAsync(new Uri(api));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(address).ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        var app = builder.Build();
        app.MapGet("/stock/{sku}", http => AnswerAsync(http, answers[(string)http.Request.RouteValues["sku"]!]));
        await app.RunAsync();
        return 0;
    }

    private static async Task AnswerAsync(HttpContext http, Answer answer)
    {
        var headers = http.Response.Headers;
        headers.ETag = answer.Tag;
        headers.CacheControl = answer.CacheControl;
        headers[StockSource] = answer.Source;
        if (http.Request.Headers.IfNoneMatch == answer.Tag)
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        headers.ContentType = answer.ContentType;
        headers.ContentLength = answer.Body.Length;
        await http.Response.BodyWriter.WriteAsync(answer.Body);
    }

    private static async Task<Dictionary<string, Answer>> RememberAsync(Uri api)
    {
        using var http = new HttpClient { BaseAddress = api };
        var answers = new Dictionary<string, Answer>(StringComparer.Ordinal);
        foreach (var path in ReadCase.All.Where(@case => @case.IsForBare).SelectMany(@case => @case.Paths).Distinct())
        {
            using var response = await http.GetAsync(path);
            answers[path[(path.LastIndexOf('/') + 1)..]] = new Answer(
                response.EnsureSuccessStatusCode().Headers.ETag!.ToString(),
                response.Headers.CacheControl!.ToString(),
                response.Headers.GetValues(StockSource).Single(),
                response.Content.Headers.ContentType!.ToString(),
                await response.Content.ReadAsByteArrayAsync());
        }

        return answers;
    }

    private sealed record Answer(string Tag, string CacheControl, string Source, string ContentType, byte[] Body);
}

using System.Net;

namespace Inventory.Testing.Workers;

/// <summary>What <c>/health/ready</c> answers.</summary>
public sealed record Readiness(HttpStatusCode Status, string Body)
{
    private static readonly HttpClient s_http = new() { Timeout = TimeSpan.FromSeconds(15) };

    public bool IsReady => Status is HttpStatusCode.OK;

    public static async Task<Readiness> AskAsync(Uri worker)
    {
        using var response = await s_http.GetAsync(new Uri(worker, "/health/ready"));
        return new Readiness(response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public static Task AwaitAsync(Uri worker) => Eventually.SeesAsync(() => AskAsync(worker), answer => answer.IsReady);
}

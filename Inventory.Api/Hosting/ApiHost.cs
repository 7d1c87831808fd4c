using Inventory.Api.Documentation;
using Inventory.Api.Endpoints;
using Inventory.Api.Health;
using Inventory.Stock.Hosting;
using Microsoft.Extensions.Options;

namespace Inventory.Api.Hosting;

/// <summary>Composes the API: what Program runs, and what the tests start.</summary>
internal static class ApiHost
{
    /// <exception cref="StartFailureException">A setting is missing or a server refuses it.</exception>
    public static async Task<WebApplication> BuildAsync(string[] args)
    {
        // The settings lie beside the program, wherever it is started from.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.AddApiServices(ConnectionSettings.From(builder.Configuration));

        var app = builder.Build();
        try
        {
            app.Urls.Add(app.Services.GetRequiredService<IOptions<ApiOptions>>().Value.Address);
            var servers = await app.Services.GetRequiredService<Preflight>().CheckAsync();
            StartReport.LogOnceStarted(app, servers);
            MapApi(app);
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    private static void MapApi(WebApplication app)
    {
        app.UseProblemPages();
        app.MapGet("/", () => TypedResults.Redirect("/scalar")).ExcludeFromDescription();
        app.MapStock();
        app.MapHealth();
        app.MapDocumentation();
    }
}

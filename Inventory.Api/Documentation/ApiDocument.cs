using Scalar.AspNetCore;

namespace Inventory.Api.Documentation;

/// <summary>The OpenAPI document at <c>/openapi/v1.json</c>, and its reader at <c>/scalar</c>.</summary>
internal static class ApiDocument
{
    public static void AddApiDocument(this IServiceCollection services) => services.AddOpenApi(openApi =>
    {
        openApi.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "Inventory";
            document.Info.Version = "v1";
            document.Info.Description = "What stock there is. Read-only: stock moves by messages.";

            // As seen from wherever the document was fetched.
            document.Servers?.Clear();
            return Task.CompletedTask;
        });
        openApi.AddOperationTransformer<StockExamples>();
    });

    public static void MapDocumentation(this WebApplication app)
    {
        app.MapOpenApi();

        // Everything comes from this process: the reader works without the internet, and tells nobody that it is read.
        app.MapScalarApiReference(scalar => scalar
            .WithTitle("Inventory")
            .DisableDefaultFonts()
            .DisableTelemetry()
            .DisableAgent()
            .DisableMcp());
    }
}

using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;

namespace Inventory.Api.Documentation;

/// <summary>Writes into the description of an operation what its code cannot say.</summary>
internal sealed class OperationNotes(OpenApiOperation operation)
{
    public OpenApiParameter Parameter(string name, string description, JsonNode example)
    {
        var parameter = (OpenApiParameter)operation.Parameters!.Single(parameter => parameter.Name == name);
        parameter.Description = description;
        parameter.Example = example;
        return parameter;
    }

    public void Header(int status, string name, string description, string example) =>
        (Response(status).Headers ??= new Dictionary<string, IOpenApiHeader>()).Add(name, new OpenApiHeader
        {
            Description = description,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            Example = example,
        });

    public void Example(int status, JsonNode? body) => Response(status).Content!["application/json"].Example = body;

    public void Problem(int status, string detail) => Response(status).Content!["application/problem+json"].Example = new JsonObject
    {
        ["title"] = ReasonPhrases.GetReasonPhrase(status),
        ["status"] = status,
        ["detail"] = detail,
    };

    private OpenApiResponse Response(int status) => (OpenApiResponse)operation.Responses![status.ToString(CultureInfo.InvariantCulture)];
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace Inventory.Contracts.Tests.Setup;

/// <summary>The JSON Schema of a document, as an evaluator of somebody else's reads it.</summary>
internal sealed class Schema(JsonObject schema)
{
    private static readonly EvaluationOptions Formats = new() { RequireFormatValidation = true };

    private readonly JsonSchema _schema = JsonSchema.FromText(schema.ToJsonString(), new BuildOptions { SchemaRegistry = new SchemaRegistry() });

    public bool Accepts(JsonNode instance) => _schema.Evaluate(JsonSerializer.SerializeToElement(instance), Formats).IsValid;
}

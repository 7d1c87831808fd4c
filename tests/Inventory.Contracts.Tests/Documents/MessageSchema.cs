using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Inventory.Contracts.Tests.Documents;

/// <summary>The JSON Schema of a message: its shape from the record, its words from the record's documentation, its limits from <see cref="FieldLimits"/>.</summary>
internal static class MessageSchema
{
    /// <summary>What AsyncAPI 3.0 takes without being told.</summary>
    public const string Draft = "http://json-schema.org/draft-07/schema#";

    private static readonly JsonSerializerOptions Strict = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        NumberHandling = JsonNumberHandling.Strict,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    public static JsonObject Of(Type message)
    {
        var schema = (JsonObject)Strict.GetJsonSchemaAsNode(message, new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Annotate });
        schema.Insert(0, "$schema", Draft);
        schema.Insert(1, "title", message.Name);
        schema.Insert(2, "description", RecordNotes.OfType(message));
        if (message == typeof(ConfigureStockLevel))
        {
            schema["anyOf"] = new JsonArray([.. schema["properties"]!.AsObject()
                .Where(field => field.Value!["format"]?.GetValue<string>() == "int64")
                .Select(field => IsPresent(field.Key))]);
        }

        return schema;
    }

    private static JsonObject Annotate(JsonSchemaExporterContext context, JsonNode node)
    {
        var schema = (JsonObject)node;
        if (context.PropertyInfo is { AttributeProvider: PropertyInfo property })
        {
            var (record, type) = (property.DeclaringType!, property.PropertyType);
            FieldLimits.Add(schema, record, property.Name, type);
            if (type.IsEnum)
            {
                schema.Insert(0, "type", "string");
            }

            if (schema["default"] is null)
            {
                schema.Remove("default");
            }

            schema.Insert(0, "description", Words(record, property));
        }
        else if (schema["properties"] is not null)
        {
            schema["type"] = "object"; // never null: what is not annotated is an entry of a list
        }

        return schema;
    }

    private static string Words(Type record, PropertyInfo field)
    {
        var words = RecordNotes.OfField(record, field.Name);
        return field.PropertyType.IsEnum
            ? $"{words} {string.Join(' ', Enum.GetNames(field.PropertyType).Select(name => $"`{name}`: {RecordNotes.OfValue(field.PropertyType, name)}"))}"
            : words;
    }

    private static JsonObject IsPresent(string field) => new()
    {
        ["required"] = new JsonArray(field),
        ["properties"] = new JsonObject { [field] = new JsonObject { ["type"] = "integer" } },
    };
}

using System.Text.Json.Nodes;

namespace Inventory.Contracts.Tests.Setup;

/// <summary>Follows the <c>$ref</c>s of the AsyncAPI document.</summary>
internal static class References
{
    /// <summary>What is at a place of the document, with everything that it refers to in place.</summary>
    public static JsonNode Resolve(JsonNode node) => node switch
    {
        JsonObject reference when reference["$ref"] is { } target => Resolve(Target(target.GetValue<string>())),
        JsonObject fields => new JsonObject([.. fields.Select(field => KeyValuePair.Create(field.Key, field.Value is null ? null : Resolve(field.Value)))]),
        JsonArray entries => new JsonArray([.. entries.Select(entry => entry is null ? null : Resolve(entry))]),
        _ => node.DeepClone(),
    };

    /// <summary>Every <c>$ref</c> in it.</summary>
    public static IEnumerable<string> In(JsonNode? node) => node switch
    {
        JsonObject fields => fields.SelectMany(field => field is { Key: "$ref", Value: { } target } ? [target.GetValue<string>()] : In(field.Value)),
        JsonArray entries => entries.SelectMany(In),
        _ => [],
    };

    public static JsonNode Target(string reference)
    {
        if (!reference.StartsWith('#'))
        {
            return CommittedDocs.Json(reference.Replace("./", "", StringComparison.Ordinal));
        }

        var found = reference.Split('/').Skip(1).Aggregate((JsonNode?)CommittedDocs.AsyncApi, (node, name) => node?[name]);
        Assert.True(found is not null, $"Nothing is at {reference}.");
        return found;
    }
}

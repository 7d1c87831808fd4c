using System.Text.Json;
using System.Text.Json.Nodes;

namespace Inventory.Contracts.Tests.Setup;

/// <summary>A field of a message, found by looking at the records and not at their schemas.</summary>
/// <param name="Path">Where it is: names and, for what is in a list, 0.</param>
/// <param name="Type">Its type.</param>
internal sealed record JsonField(IReadOnlyList<object> Path, Type Type)
{
    public static IEnumerable<JsonField> Of(Type message) => Of(message, []);

    /// <summary>A copy of the message with this field as it shall be.</summary>
    public JsonObject With(JsonObject message, JsonNode? value) => Changed(message, (parent, name) => parent[name] = value?.DeepClone());

    /// <summary>A copy of the message that has no such field.</summary>
    public JsonObject Without(JsonObject message) => Changed(message, (parent, name) => parent.Remove(name));

    public JsonNode In(JsonNode message) => Path.Aggregate(message, (node, step) => step is string name ? node[name]! : node[(int)step]!);

    public override string ToString() => string.Join('.', Path);

    private static IEnumerable<JsonField> Of(Type record, object[] at) => record.GetProperties().SelectMany(property =>
    {
        object[] path = [.. at, JsonNamingPolicy.CamelCase.ConvertName(property.Name)];
        var found = new JsonField(path, property.PropertyType);
        return property.PropertyType is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)
            ? Of(type.GenericTypeArguments[0], [.. path, 0]).Prepend(found)
            : [found];
    });

    private JsonObject Changed(JsonObject message, Action<JsonObject, string> change)
    {
        var copy = message.DeepClone().AsObject();
        change((this with { Path = [.. Path.SkipLast(1)] }).In(copy).AsObject(), (string)Path[^1]);
        return copy;
    }
}

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Inventory.Contracts.Tests.Setup;

/// <summary>The documents as they are in the repository's <c>docs</c> folder.</summary>
internal static class CommittedDocs
{
    public const string AsyncApiFile = "asyncapi.json";

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Their names, below <c>docs</c>.</summary>
    public static IEnumerable<string> Names => typeof(CommittedDocs).Assembly.GetManifestResourceNames().Where(name => name.EndsWith(".json", StringComparison.Ordinal));

    public static JsonObject AsyncApi => Json(AsyncApiFile);

    public static JsonObject Json(string name) => JsonNode.Parse(Text(name))!.AsObject();

    public static JsonObject SchemaOf(Type message) => Json(SchemaFile(message));

    /// <summary>The payload that the document gives as an example: of what is received the message, of what is sent its envelope.</summary>
    public static JsonObject ExampleOf(Type message) =>
        AsyncApi["components"]!["messages"]![message.Name]!["examples"]!.AsArray().Single()!["payload"]!.DeepClone().AsObject();

    public static string SchemaFile(Type message) => $"schemas/{message.Name}.json";

    public static string Text(string name)
    {
        var stream = typeof(CommittedDocs).Assembly.GetManifestResourceStream(name);
        Assert.True(stream is not null, $"There is no docs/{name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>As the files are written.</summary>
    public static string Print(JsonObject document) => document.ToJsonString(Readable).ReplaceLineEndings("\n") + "\n";
}

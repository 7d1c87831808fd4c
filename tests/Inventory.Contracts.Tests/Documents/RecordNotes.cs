using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Inventory.Contracts.Tests.Documents;

/// <summary>What the XML documentation of the records says, in plain text.</summary>
internal static partial class RecordNotes
{
    private static readonly Dictionary<string, XElement> Members = XDocument
        .Load(Path.Combine(AppContext.BaseDirectory, "Inventory.Contracts.xml"), LoadOptions.PreserveWhitespace)
        .Descendants("member")
        .ToDictionary(member => member.Attribute("name")!.Value);

    public static string OfType(Type type) => Text(Members[$"T:{type.FullName}"].Element("summary")!);

    public static string OfField(Type record, string name) =>
        Text(Members[$"T:{record.FullName}"].Elements("param").Single(param => param.Attribute("name")!.Value == name));

    public static string OfValue(Type enumeration, string name) => Text(Members[$"F:{enumeration.FullName}.{name}"].Element("summary")!);

    private static string Text(XElement element) => Spaces().Replace(string.Concat(element.Nodes().Select(Text)), " ").Trim();

    private static string Text(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" } see => see.Attribute("cref")!.Value.Split('.')[^1],
        XElement { Name.LocalName: "paramref" } field => field.Attribute("name")!.Value,
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        _ => throw new NotSupportedException($"Nobody has said how {node} reads in plain text."),
    };

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}

using System.Text.RegularExpressions;

namespace Inventory.Worker.Verbs.Errors;

/// <summary>Makes one of reasons that differ only in whom they are about, so that a thousand of them are one line.</summary>
public static partial class ReasonKind
{
    public static string Of(string reason) => Index().Replace(Quoted().Replace(Place().Replace(reason, ""), "'…'"), "[…]");

    [GeneratedRegex("'[^']*'")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\[\d+\]")]
    private static partial Regex Index();

    // Where in the text a parser stopped.
    [GeneratedRegex(@"\s*(Path: \S+ \| )?LineNumber: \d+ \| BytePositionInLine: \d+\.?")]
    private static partial Regex Place();
}

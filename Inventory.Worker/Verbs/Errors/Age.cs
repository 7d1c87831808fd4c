using System.Globalization;

namespace Inventory.Worker.Verbs.Errors;

/// <summary>How long ago something was, in one unit.</summary>
public static class Age
{
    public static string Of(DateTimeOffset? time, DateTimeOffset now) => time is { } at ? Of(now - at) : "-";

    private static string Of(TimeSpan age) => age switch
    {
        { TotalSeconds: < 1 } => "now",
        { TotalMinutes: < 1 } => Invariant($"{age.TotalSeconds:0} s ago"),
        { TotalHours: < 1 } => Invariant($"{age.TotalMinutes:0} min ago"),
        { TotalDays: < 2 } => Invariant($"{age.TotalHours:0} h ago"),
        _ => Invariant($"{age.TotalDays:0} days ago"),
    };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

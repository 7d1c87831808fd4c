using System.Globalization;

namespace Inventory.Worker.Verbs.Publishing;

/// <summary>What became of messages, in words.</summary>
public static class IntakeSummary
{
    private const int Named = 10;

    public static string Orders(IntakeTally tally)
    {
        var rejected = tally.Rejected.Values.Sum();
        var reasons = rejected == 0 ? "" : $" ({string.Join(", ", tally.Rejected.OrderBy(reason => reason.Key).Select(reason => Invariant($"{reason.Value:N0} {reason.Key}")))})";
        return Invariant($"{tally.Committed:N0} committed, {rejected:N0} rejected{reasons}");
    }

    public static string Rate(IntakeTally tally) => Invariant($"{tally.PerSecond:N0} messages/s, {tally.Elapsed.TotalSeconds:N1} s");

    /// <summary>How many were on record already; null if none.</summary>
    public static string? KnownBefore(IntakeTally tally) => tally.KnownBefore == 0
        ? null
        : Invariant($"{tally.KnownBefore:N0} of {tally.Settled:N0} were recorded before; these change nothing");

    /// <summary>Names the ids that stand for another content; null if there are none.</summary>
    public static string? Contradicted(IntakeTally tally)
    {
        if (tally.Contradicted.Count == 0)
        {
            return null;
        }

        var more = tally.Contradicted.Count > Named ? Invariant($" and {tally.Contradicted.Count - Named:N0} more") : "";
        return $"Recorded before with another content, so the first stands and these are in the error queue: "
            + $"{string.Join(", ", tally.Contradicted.Take(Named).Select(operation => operation.Id))}{more}.";
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

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
    public static string? KnownBefore(params IReadOnlyList<IntakeTally> tallies) => tallies.Sum(tally => tally.KnownBefore) is > 0 and var known
        ? Invariant($"{known:N0} of {tallies.Sum(tally => tally.Settled):N0} were recorded before; these change nothing")
        : null;

    /// <summary>Names the ids that stand for another content; null if there are none.</summary>
    public static string? Contradicted(params IReadOnlyList<IntakeTally> tallies)
    {
        // What is unique for an order only is named without the order, as in the ledger.
        var ids = tallies.SelectMany(tally => tally.Contradicted).Select(operation => operation.Id.Split('\t')[^1]).ToArray();
        if (ids.Length == 0)
        {
            return null;
        }

        var more = ids.Length > Named ? Invariant($" and {ids.Length - Named:N0} more") : "";
        return $"Recorded before with another content, so the first stands and these are in the error queue: "
            + $"{string.Join(", ", ids.Take(Named))}{more}.";
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

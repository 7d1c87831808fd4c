using System.Collections.Concurrent;

namespace Inventory.FaultTests.Checking;

/// <summary>What the whole run has come to; printed at its end.</summary>
public sealed class Tally : IDisposable
{
    private static readonly ConcurrentDictionary<int, int> s_strikes = new();
    private static readonly ConcurrentBag<(TimeSpan After, string Last)> s_caughtUp = [];
    private static long s_messages;
    private static long s_answers;
    private static long s_reads;
    private static long s_unanswered;
    private static long s_violations;

    internal static void Struck(int row) => s_strikes.AddOrUpdate(row, 1, (_, before) => before + 1);

    /// <summary>How long after the load's end everything was settled and told of, and what was the last thing waited for.</summary>
    internal static void CaughtUp(TimeSpan after, string last) => s_caughtUp.Add((after, last));

    internal static void Add(History history, int answers)
    {
        Interlocked.Add(ref s_messages, history.Messages);
        Interlocked.Add(ref s_answers, answers);
        Interlocked.Add(ref s_reads, history.Reads);
        Interlocked.Add(ref s_unanswered, history.Unanswered);
        Interlocked.Add(ref s_violations, history.Violations.Count);
    }

    public void Dispose()
    {
        var (after, last) = s_caughtUp.OrderBy(one => one.After).LastOrDefault();
        var rows = string.Join(", ", s_strikes.OrderBy(row => row.Key).Select(row => $"{row.Key}: {row.Value}"));
        Console.WriteLine(
            $"""

            Faults injected, by row: {(rows.Length == 0 ? "none" : rows)}
            Messages sent: {s_messages:N0}; events heard: {s_answers:N0}; reads checked: {s_reads:N0} ({s_unanswered:N0} were not answered); violations: {s_violations:N0}
            Caught up {s_caughtUp.Count} times, at the latest {after.TotalSeconds:F1} s after the load's end; the last thing then: {last}
            """);
    }
}

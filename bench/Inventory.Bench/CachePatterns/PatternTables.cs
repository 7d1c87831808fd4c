using System.Globalization;
using Spectre.Console;

namespace Inventory.Bench.CachePatterns;

/// <summary>The results for people.</summary>
internal static class PatternTables
{
    public static void Print(IReadOnlyList<PatternResult> results)
    {
        Print(
            ["pattern", "orders/s", "min–max", "write p50 / p99 ms", "read p50 / p99 ms", "hits"],
            results.Select(result => (string[])
            [
                result.Pattern,
                Number(result.OrdersPerSecond.Median, "F0"),
                $"{Number(result.OrdersPerSecond.Min, "F0")}–{Number(result.OrdersPerSecond.Max, "F0")}",
                $"{Number(result.WriteP50Milliseconds)} / {Number(result.WriteP99Milliseconds)}",
                $"{Number(result.Reads.P50Milliseconds)} / {Number(result.Reads.P99Milliseconds)}",
                Number(result.Reads.HitRatio, "P1"),
            ]));
        Print(
            ["pattern", "stale reads", "by p50 / p99 / max ms", "went back", "slow reader", "PostgreSQL stale", "by p50 / max ms"],
            results.Select(result => (string[])
            [
                result.Pattern,
                Number(result.Reads.StaleShare, "P2"),
                $"{Number(result.Reads.StaleP50Milliseconds)} / {Number(result.Reads.StaleP99Milliseconds)} / {Number(result.Reads.StaleMaxMilliseconds)}",
                Number(result.Reads.WentBack, "F0"),
                result.SlowReader is not { } slow ? "" : slow.IsStale ? $"stale for {Number(slow.SecondsLeft)} s" : "no harm",
                Number(result.StoreReads.StaleShare, "P1"),
                $"{Number(result.StoreReads.StaleP50Milliseconds)} / {Number(result.StoreReads.StaleMaxMilliseconds)}",
            ]));
        Print(["pattern", "kills", "orders lost", "levels apart", "for s", "apart at rest"], results.Select(result => Strikes(result, result.Kills)));
        Print(["pattern", "Redis emptied", "orders lost", "levels apart", "for s", "apart at rest"], results.Select(result => Strikes(result, result.Emptied)));
    }

    private static void Print(string[] columns, IEnumerable<string[]> rows)
    {
        var table = new Table().AddColumns(columns);
        foreach (var row in rows)
        {
            table.AddRow(row);
        }

        AnsiConsole.Write(table);
    }

    private static string[] Strikes(PatternResult result, StrikeSummary strikes) =>
    [
        result.Pattern,
        Number(strikes.Strikes, "F0"),
        Spread(strikes.OrdersLost),
        Spread(strikes.LevelsApart),
        Number(strikes.SecondsApart),
        Spread(strikes.LevelsApartAtRest),
    ];

    private static string Spread(Spread spread) => $"{Number(spread.Median, "F0")} ({Number(spread.Min, "F0")}–{Number(spread.Max, "F0")})";

    private static string Number(double? value, string format = "F1") => value?.ToString(format, CultureInfo.InvariantCulture) ?? "-";
}

using System.Globalization;
using Spectre.Console;

namespace Inventory.Bench.Reads;

/// <summary>The results for people.</summary>
internal static class ReadsTable
{
    public static void Print(IReadOnlyList<ReadResult> results)
    {
        foreach (var @case in ReadCase.All)
        {
            Console.WriteLine($"{@case.Name}: {@case.Description}");
        }

        var table = new Table().AddColumns("case", "contestant", "per second", "min–max", "× bare", "SKUs", "p50 / p99 ms", "CPU s per 1,000", "Redis", "orders");
        foreach (var result in results)
        {
            var bare = results.SingleOrDefault(other => other.Contestant == BareEndpoint.Name && other.Case == result.Case);
            table.AddRow(
                result.Case,
                result.Contestant,
                Number(result.RequestsPerSecond.Median, "F0"),
                $"{Number(result.RequestsPerSecond.Min, "F0")}–{Number(result.RequestsPerSecond.Max, "F0")}",
                bare is null ? "" : Number(result.RequestsPerSecond.Median / bare.RequestsPerSecond.Median, "F2"),
                Number(result.SkusPerSecond, "F0"),
                $"{Number(result.P50Milliseconds, "F2")} / {Number(result.P99Milliseconds, "F2")}",
                Number(result.CpuSecondsPer1000.GetValueOrDefault(result.Contestant), "F4"),
                Number(result.CpuSecondsPer1000.GetValueOrDefault("redis"), "F4"),
                Number(result.OrdersPerSecond, "F0"));
        }

        AnsiConsole.Write(table);
    }

    private static string Number(double? value, string format) => value is { } number and > 0 ? number.ToString(format, CultureInfo.InvariantCulture) : "";
}

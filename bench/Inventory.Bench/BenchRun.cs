using System.Globalization;
using System.Text.Json;
using Inventory.Bench.Charts;
using Inventory.Bench.Contestants;
using Inventory.Bench.Measuring;
using Spectre.Console;

namespace Inventory.Bench;

/// <summary>Runs the cases, contestants taking turns so that the machine's moods fall on all alike, and prints the results.</summary>
internal static class BenchRun
{
    public static async Task<int> RunAsync(string[] args)
    {
        if (!BenchArguments.TryParse(args, out var arguments, out var error))
        {
            await Console.Error.WriteLineAsync(error);
            return 2;
        }

        var servers = Servers.FromEnvironment();
        Console.WriteLine(await Machine.DescribeAsync(servers));
        var results = new List<Result>();
        foreach (var workload in arguments.Cases)
        {
            Console.WriteLine($"{workload.Name}: {workload.Description}; backlogs of about {arguments.Duration.TotalSeconds} s, {arguments.Runs} runs each");
            var runs = arguments.Contestants.ToDictionary(contestant => contestant, _ => new List<Measurement>());
            for (var run = 1; run <= arguments.Runs; run++)
            {
                foreach (var contestant in arguments.Contestants)
                {
                    var measurement = await contestant.MeasureAsync(servers, workload, arguments.Duration);
                    runs[contestant].Add(measurement);
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  run {run} {contestant.Name,-14} {measurement.OrdersPerSecond,7:F0} orders/s"));
                }
            }

            var finished = runs.Select(pair => Result.From(pair.Key.Name, workload.Name, pair.Value)).ToArray();
            results.AddRange(finished);
            Print(finished);
        }

        if (arguments.JsonFile is not null)
        {
            await File.WriteAllTextAsync(arguments.JsonFile, JsonSerializer.Serialize(results, Result.Json));
        }

        if (arguments.ChartsFolder is not null)
        {
            ResultCharts.Draw(results, arguments.ChartsFolder);
        }

        return 0;
    }

    private static void Print(IReadOnlyList<Result> results)
    {
        var first = results.FirstOrDefault(result => result.Contestant == FirstHandler.Name)?.OrdersPerSecond.Median;
        var table = new Table().AddColumns("contestant", "orders/s", "min–max", "steady", "× first handler", "p50 / p99 ms", "visible", "idle", "CPU s per 1,000 orders", "MB");
        foreach (var result in results)
        {
            table.AddRow(
                result.Contestant,
                Number(result.OrdersPerSecond.Median, "F0"),
                $"{Number(result.OrdersPerSecond.Min, "F0")}–{Number(result.OrdersPerSecond.Max, "F0")}",
                Number(result.SteadyPerSecond.Median, "F0"),
                first is { } rate ? Number(result.OrdersPerSecond.Median / rate, "F2") : "",
                Pair(result.P50Milliseconds, result.P99Milliseconds),
                Pair(result.VisibleP50Milliseconds, result.VisibleP99Milliseconds),
                (result.IdleVisibleP50Milliseconds ?? result.IdleP50Milliseconds) is { } idle ? Number(idle, "F1") : "",
                string.Join(", ", result.CpuSecondsPer1000.Select(process => $"{process.Key} {Number(process.Value, "F2")}")),
                string.Join(", ", result.Megabytes.Select(process => $"{process.Key} {Number(process.Value, "F0")}")));
        }

        AnsiConsole.Write(table);
    }

    private static string Pair(double? one, double? other) => one is null || other is null ? "" : $"{Number(one.Value, "F1")} / {Number(other.Value, "F1")}";

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}

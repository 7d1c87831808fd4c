using System.Globalization;
using System.Text.Json;
using Inventory.Bench.Measuring;

namespace Inventory.Bench.CachePatterns;

/// <summary>Runs the patterns, which take turns so that the machine's moods fall on all alike, and prints the results.</summary>
internal static class PatternsRun
{
    /// <summary>The case's name on the command line.</summary>
    public const string Name = "cache-patterns";

    public static async Task<int> RunAsync(string[] args)
    {
        if (!PatternArguments.TryParse(args, out var arguments, out var error))
        {
            await Console.Error.WriteLineAsync(error);
            return 2;
        }

        var servers = Servers.FromEnvironment();
        var runs = arguments.Patterns.ToDictionary(pattern => pattern.Name, _ => new List<PatternMeasurement>());
        if (arguments.EarlierFile is { } earlier)
        {
            foreach (var result in JsonSerializer.Deserialize<PatternResult[]>(await File.ReadAllTextAsync(earlier), Result.Json)!.Where(result => runs.ContainsKey(result.Pattern)))
            {
                runs[result.Pattern].AddRange(result.Runs);
            }
        }

        Console.WriteLine($"{Name}: {Workload.ForCachePatterns.Description}; {PatternTrial.OrdersPerSecond} orders/s with {PatternTrial.ReadsPerSecond} reads/s, {arguments.Kills} kills, {arguments.Runs} runs each");
        for (var run = 1; run <= arguments.Runs; run++)
        {
            foreach (var pattern in arguments.Patterns)
            {
                var measurement = await new PatternTrial(pattern, arguments.Kills, seed: runs[pattern.Name].Count).RunAsync(servers);
                runs[pattern.Name].Add(measurement);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  run {run} {pattern.Name,-17} {measurement.OrdersPerSecond,7:F0} orders/s"));
            }
        }

        var results = arguments.Patterns.Select(pattern => PatternResult.From(pattern.Name, runs[pattern.Name])).ToArray();
        PatternTables.Print(results);
        if (arguments.JsonFile is { } json)
        {
            await File.WriteAllTextAsync(json, JsonSerializer.Serialize(results, Result.Json));
        }

        if (arguments.ChartFile is { } chart)
        {
            PatternChart.Write(chart, results);
        }

        return 0;
    }
}

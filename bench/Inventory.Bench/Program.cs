using System.Globalization;
using Inventory.Bench;
using Inventory.Bench.CachePatterns;
using Inventory.Bench.Charts;
using Inventory.Bench.Contestants;
using Inventory.Bench.Reads;
using Inventory.Bench.StartUp;
using Spectre.Console;

if (Console.IsOutputRedirected)
{
    // Otherwise its tables are as narrow as the terminal that is not there.
    AnsiConsole.Profile.Width = 200;
}

// `contestant NAME SKUS` and `bare ADDRESS API` are how the benchmark starts its own processes; people call it with cases, or to draw
// what earlier runs have left.
return args switch
{
    ["contestant", var name, var skus] => await ContestantHost.RunAsync(name, [.. Workload.SkusOf(int.Parse(skus, CultureInfo.InvariantCulture))]),
    [BareEndpoint.Name, var address, var api] => await BareEndpoint.RunAsync(address, api),
    [ReadsBench.Name, .. var options] => await ReadsBench.RunAsync(options),
    [StartUpBench.Name, .. var options] => await StartUpBench.RunAsync(options),
    [PatternsRun.Name, .. var options] => await PatternsRun.RunAsync(options),
    ["draw", .. [_, ..] files, var folder] => await ResultCharts.DrawFilesAsync(files, folder),
    _ => await BenchRun.RunAsync(args),
};

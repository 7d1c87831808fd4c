using System.Globalization;
using Inventory.Bench;
using Inventory.Bench.CachePatterns;
using Inventory.Bench.Contestants;

// `contestant NAME SKUS` is how the benchmark starts its own processes; people call it with cases.
return args switch
{
    ["contestant", var name, var skus] => await ContestantHost.RunAsync(name, [.. Workload.SkusOf(int.Parse(skus, CultureInfo.InvariantCulture))]),
    [PatternsRun.Name, .. var options] => await PatternsRun.RunAsync(options),
    _ => await BenchRun.RunAsync(args),
};

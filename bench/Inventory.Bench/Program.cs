using System.Globalization;
using Inventory.Bench;
using Inventory.Bench.Contestants;

// `contestant NAME SKUS` is how the benchmark starts its own processes; people call it with cases.
return args is ["contestant", var name, var skus]
    ? await ContestantHost.RunAsync(name, [.. Workload.SkusOf(int.Parse(skus, CultureInfo.InvariantCulture))])
    : await BenchRun.RunAsync(args);

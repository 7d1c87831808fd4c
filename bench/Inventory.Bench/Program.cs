using Inventory.Bench;
using Inventory.Bench.Contestants;

// `contestant NAME` is how the benchmark starts its own processes; people call it with cases.
return args is ["contestant", var name]
    ? await ContestantHost.RunAsync(name)
    : await BenchRun.RunAsync(args);

using JasperFx.CommandLine;

namespace Inventory.Worker.Verbs.Demo;

public sealed class DemoInput
{
    [Description("How many orders to send: 20000 if not given")]
    public int OrdersFlag { get; set; } = 20_000;

    [Description("How many SKUs to stock: 5000 if not given")]
    [FlagAlias("skus", true)]
    public int SkusFlag { get; set; } = 5_000;

    [Description("Another number makes another stream of orders: 1 if not given")]
    [FlagAlias("seed", true)]
    public int SeedFlag { get; set; } = 1;
}

[Description("Stock some thousand SKUs, send a stream of orders as real shops do, wait for it, and audit the outcome", Name = "demo")]
public sealed class DemoCommand : JasperFxAsyncCommand<DemoInput>
{
    public override Task<bool> Execute(DemoInput input) => Verb.RunAsync<DemoVerb>((verb, stop) => verb.RunAsync(input, stop));
}

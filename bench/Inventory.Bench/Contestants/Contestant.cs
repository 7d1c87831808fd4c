namespace Inventory.Bench.Contestants;

/// <summary>A program that takes orders from the queue and answers each with one event.</summary>
/// <param name="Name">How it is called in results.</param>
/// <param name="Promises">What it does, in a few words.</param>
/// <param name="Assembly">The executable, beside the benchmark's own.</param>
/// <param name="Arguments">What it is started with.</param>
internal sealed record Contestant(string Name, string Promises, string Assembly, IReadOnlyList<string> Arguments)
{
    public const string Inventory = "inventory";

    public static readonly IReadOnlyList<Contestant> All =
    [
        OfBench(Ceiling.Name, "MassTransit, one event per message, nothing else"),
        OfBench(RawCeiling.Name, "the same on RabbitMQ.Client alone"),
        OfBench(FirstHandler.Name, "a Marten session per message, optimistic versions, retries, StringSet, one event"),
        OfBench(Batches.Name, "the same with a MassTransit batch per Marten session"),
        OfBench(PlainSql.Name, "a conditional UPDATE per line, DECRBY, one event; knows no order again"),
        new(Inventory, "as shipped, everything on", "Inventory.Worker.dll", []),
    ];

    private static Contestant OfBench(string name, string promises) => new(name, promises, "Inventory.Bench.dll", ["contestant", name]);
}

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
        new("ceiling", "MassTransit, one event per message, nothing else", "Inventory.Bench.dll", ["contestant", Ceiling.Name]),
        new("first-handler", "a Marten session per message, optimistic versions, retries, StringSet", "Inventory.Bench.dll", ["contestant", FirstHandler.Name]),
        new(Inventory, "as shipped, everything on", "Inventory.Worker.dll", []),
    ];
}

namespace Inventory.IntegrationTests.Model;

/// <summary>A message on its way, as an envelope of MassTransit or as plain JSON.</summary>
internal sealed record Delivery(object Message, bool IsPlain)
{
    public override string ToString() => $"{Messages.Describe(Message)}{(IsPlain ? ", plain" : "")}";
}

/// <summary>What one run sends: an opening, which is at rest before the others are sent all at once.</summary>
/// <param name="Opening">Messages that come first.</param>
/// <param name="Deliveries">All others, repetitions and contradictions among them, in the order of sending.</param>
/// <param name="Seed">What makes the same sequence again.</param>
internal sealed record Sequence(IReadOnlyList<Delivery> Opening, IReadOnlyList<Delivery> Deliveries, string Seed = "")
{
    public IEnumerable<Delivery> All => Opening.Concat(Deliveries);

    /// <summary>The sequence with ids and SKUs of its own.</summary>
    public Sequence Within(string space) => this with
    {
        Opening = [.. Opening.Select(one => one with { Message = Messages.Within(space, one.Message) })],
        Deliveries = [.. Deliveries.Select(one => one with { Message = Messages.Within(space, one.Message) })],
    };

    /// <summary>How to send it again; often, because what goes wrong between two workers does not do so every time.</summary>
    public string Replay => $"Once more, a hundred times: ./inventory test --sequences 100 --seed {Seed} -- -class '*.{nameof(ModelTests)}'";

    public override string ToString() => string.Join('\n', Opening.Select(one => $"  first {one}").Concat(Deliveries.Select(one => $"  {one}")));
}

using System.Text.Json;
using Inventory.Stock.Decisions;

namespace Inventory.Stock.Storage;

/// <summary>Outcomes as they lie in the operation table: a name, and the event that reports it.</summary>
internal static class OutcomeCodec
{
    public static (string Name, string? Event) Encode(Outcome outcome) => outcome switch
    {
        Outcome.OrderCommitted committed =>
            (nameof(Outcome.OrderCommitted), JsonSerializer.Serialize(committed.Event, StockJson.Default.StockCommitted)),
        Outcome.OrderRejected rejected =>
            (nameof(Outcome.OrderRejected), JsonSerializer.Serialize(rejected.Event, StockJson.Default.StockRejected)),
        Outcome.Recorded => (nameof(Outcome.Recorded), null),
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome.GetType().Name, "This outcome has no stored form."),
    };

    public static Outcome Decode(string name, string? json) => (name, json) switch
    {
        (nameof(Outcome.OrderCommitted), not null) =>
            new Outcome.OrderCommitted(JsonSerializer.Deserialize(json, StockJson.Default.StockCommitted)!),
        (nameof(Outcome.OrderRejected), not null) =>
            new Outcome.OrderRejected(JsonSerializer.Deserialize(json, StockJson.Default.StockRejected)!),
        (nameof(Outcome.Recorded), null) => Outcome.Recorded.Instance,
        _ => throw new InvalidDataException($"The stored outcome '{name}' is not one this version knows."),
    };
}

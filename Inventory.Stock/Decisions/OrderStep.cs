using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Inventory.Stock.Decisions;

/// <summary>A cancellation or a shipment of an order.</summary>
/// <param name="Kind">Which of the two.</param>
/// <param name="Id">The id that the sender gave it; empty for a cancellation without one.</param>
/// <param name="At">When it happened, by its sender's clock.</param>
/// <param name="Lines">What it names, one per level; null: all the rest.</param>
public sealed record OrderStep(OrderStepKind Kind, string Id, DateTimeOffset At, ImmutableArray<StepLine>? Lines)
{
    /// <summary>The order in which steps take effect: by time; at the same time cancellations come first.</summary>
    public static readonly Comparer<OrderStep> ByTime = Comparer<OrderStep>.Create((one, other) =>
        one.At != other.At ? one.At.CompareTo(other.At)
        : one.Kind != other.Kind ? one.Kind.CompareTo(other.Kind)
        : string.CompareOrdinal(one.Id, other.Id));

    public static OrderStep From(CancelOrder command) =>
        new(OrderStepKind.Cancellation, command.CancellationId ?? "", command.OccurredAt, LinesOf(command));

    public static OrderStep From(ShipOrder command) =>
        new(OrderStepKind.Shipment, command.ShipmentId, command.OccurredAt, LinesOf(command));

    private static ImmutableArray<StepLine>? LinesOf(StockCommand command) =>
        command.Lines.IsEmpty ? null : [.. command.Lines.Select(line => StepLine.From(line))];
}

public enum OrderStepKind
{
    Cancellation,
    Shipment,
}

/// <summary>Units of one level that a step or a reservation names.</summary>
public sealed record StepLine(string Sku, string Location, long Quantity)
{
    public static StepLine From(LevelQuantity line) => new(line.Key.Sku, line.Key.Location, line.Quantity);

    [JsonIgnore]
    public LevelKey Key => new(Sku, Location);
}

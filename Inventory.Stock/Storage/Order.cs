using Inventory.Stock.Decisions;

namespace Inventory.Stock.Storage;

/// <summary>An order as it was decided, kept for what may follow: cancellations and shipments.</summary>
public sealed record Order(
    string Id,
    DateTimeOffset PlacedAt,
    OrderStatus Status,
    IReadOnlyList<OrderedLine> Lines,
    string? ReservationId)
{
    public static Order From(PlaceOrder order, Outcome outcome) => new(
        order.Id,
        order.OccurredAt,
        outcome is Outcome.OrderCommitted ? OrderStatus.Committed : OrderStatus.Rejected,
        [.. order.Lines.Select(line => new OrderedLine(line.Key.Sku, line.Key.Location, line.Quantity))],
        order.ReservationId);
}

/// <summary>What an order asks of one level, in units.</summary>
public sealed record OrderedLine(string Sku, string Location, long Quantity);

public enum OrderStatus
{
    Committed,
    Rejected,
}

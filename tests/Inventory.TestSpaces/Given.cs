using Inventory.Contracts;

namespace Inventory.Testing;

/// <summary>Builds the messages that tests publish.</summary>
public static class Given
{
    public static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    public static OrderPlaced Order(string id, params (string Sku, long Quantity)[] lines) => Order(id, Lines(lines));

    public static OrderPlaced Order(string id, params StockLine[] lines) => new(id, Noon, lines);

    public static StockReceived Receipt(string id, params (string Sku, long Quantity)[] lines) => Receipt(id, Lines(lines));

    public static StockReceived Receipt(string id, params StockLine[] lines) => new(id, Noon, lines);

    public static OrderCancelled Cancellation(string orderId, string? id = null, params (string Sku, long Quantity)[] lines) =>
        new(orderId, Noon.AddHours(1), id, lines.Length == 0 ? null : Lines(lines));

    public static OrderShipped Shipment(string orderId, string id, params (string Sku, long Quantity)[] lines) =>
        new(orderId, id, Noon.AddHours(2), lines.Length == 0 ? null : Lines(lines));

    /// <summary>Orders of one unit, numbered from 1.</summary>
    public static IEnumerable<OrderPlaced> Orders(int count, string sku) =>
        Enumerable.Range(1, count).Select(number => Order($"{sku}-{number}", (sku, 1)));

    private static StockLine[] Lines((string Sku, long Quantity)[] lines) =>
        [.. lines.Select(line => new StockLine(line.Sku, line.Quantity))];
}

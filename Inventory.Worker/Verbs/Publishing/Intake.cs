using Inventory.Contracts;

namespace Inventory.Worker.Verbs.Publishing;

/// <summary>
/// A way in: the exchange that publishers send to, and the queue that workers take from. The names are the contract's; what
/// lies between them is as MassTransit declares it.
/// </summary>
public sealed record Intake(string Exchange, string Queue)
{
    public static readonly Intake Orders = new(ExchangeOf<OrderPlaced>(), "inventory-order-placed");
    public static readonly Intake Receipts = new(ExchangeOf<StockReceived>(), "inventory-stock-received");
    public static readonly Intake Adjustments = new(ExchangeOf<StockAdjusted>(), "inventory-stock-adjusted");
    public static readonly Intake Shipments = new(ExchangeOf<OrderShipped>(), "inventory-order-shipped");
    public static readonly IReadOnlyList<Intake> All = [Orders, Receipts, Adjustments, Shipments];

    private static string ExchangeOf<T>() => $"{typeof(T).Namespace}:{typeof(T).Name}";
}

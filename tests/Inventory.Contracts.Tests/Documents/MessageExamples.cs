namespace Inventory.Contracts.Tests.Documents;

/// <summary>An example of every message, with every field that it can have. Together they are a day at the shop.</summary>
internal static class MessageExamples
{
    private static readonly DateTimeOffset Morning = new(2010, 12, 1, 8, 26, 0, TimeSpan.Zero);
    private static readonly ChangeCause Cause = new(nameof(OrderPlaced), "536365", "536365");

    private static readonly Dictionary<Type, object> All = new object[]
    {
        new OrderPlaced("536365", Morning, [new("85123A", 6, "leeds"), new("71053", 6)], "cart-7"),
        new OrderCancelled("536365", Morning.AddHours(1), "536365-c1", [new("85123A", 2, "leeds")]),
        new OrderShipped("536365", "parcel-1", Morning.AddHours(2), [new("85123A", 4, "leeds"), new("71053", 6)]),
        new StockReceived("delivery-90210", Morning, [new("85123A", 100, "leeds")], ReceiptReason.Return),
        new StockAdjusted("breakage-3", Morning, "85123A", -2, "broken", "leeds", "anna"),
        new StockCounted("count-2010-12", Morning, "85123A", 98, "leeds", 100, "anna"),
        new ReserveStock("cart-7", [new("85123A", 6, "leeds"), new("71053", 6)], Morning.AddMinutes(15)),
        new ReleaseReservation("cart-7"),
        new ConfigureStockLevel("policy-85123A-1", "85123A", "leeds", 5, 0, 20, "anna"),

        new StockCommitted("536365", [new("85123A", "leeds", 6, 2), new("71053", "default", 6, 5)], Morning),
        new StockRejected("536365", RejectionReason.OutOfStock, [new("85123A", "leeds", 6, 4)], Morning),
        new StockReleased("536365", "536365-c1", [new("85123A", "leeds", 2, 0, 3)], Morning.AddHours(1)),
        new StockShipped("536365", "parcel-1", [new("85123A", "leeds", 4, 0, 4), new("71053", "default", 6, 0, 6)], Morning.AddHours(2)),
        new StockReserved("cart-7", [new("85123A", "leeds", 6, 2)], Morning.AddMinutes(15), Morning),
        new ReservationRejected("cart-7", ReservationRejectionReason.OutOfStock, [new("85123A", "leeds", 6, 4)], Morning),
        new ReservationReleased("cart-7", [new("85123A", "leeds", 6, 3)], Morning),
        new ReservationExpired("cart-7", [new("85123A", "leeds", 6, 3)], Morning.AddMinutes(15)),
        new StockCountRejected("count-2010-12", "85123A", "leeds", 100, 99, 7, Morning),
        new StockLevelsChanged([new("85123A", "leeds", 100, 6, 0, 94, 2, Cause)]),
        new StockLow("85123A", "leeds", 19, 20, 8),
        new StockDepleted("85123A", "leeds", 0, 0, 9),
        new StockReplenished("85123A", "leeds", 50, 20, 10),
    }.ToDictionary(message => message.GetType());

    public static object Of(Type message) => All.TryGetValue(message, out var example)
        ? example
        : throw new NotSupportedException($"{message.Name} has no example.");
}

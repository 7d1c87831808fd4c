using Inventory.Contracts;

namespace Inventory.FaultTests.Load;

/// <summary>
/// What shops and suppliers send, message by message, the same for the same seed: orders, receipts, adjustments, cancellations and
/// shipments of recent orders (whole or in part, often before the order itself has been settled), reservations that are taken up by
/// an order, released, or left to end by their time, and now and then one again.
/// </summary>
/// <param name="seed">Where the randomness begins.</param>
/// <param name="clock">What reservations end by: seconds later.</param>
internal sealed class ShopFloor(int seed, TimeProvider clock)
{
    private const int Recent = 40;

    private readonly Random _random = new(seed);
    private readonly List<OrderPlaced> _orders = [];
    private readonly List<ReserveStock> _reservations = [];
    private readonly List<object> _sent = [];
    private int _number;

    public static StockReceived Opening() => new(
        "opening", Given.Noon, [.. Assortment.Skus.SelectMany(sku => Assortment.Locations.Select(location => new StockLine(sku, 60, location)))]);

    /// <summary>The next message.</summary>
    public object Next()
    {
        _number++;
        var message = _random.Next(100) switch
        {
            < 40 => Order(),
            < 50 => Reservation(),
            < 55 when _reservations.Count > 0 => Order(AnyReservation()),
            < 58 when _reservations.Count > 0 => new ReleaseReservation(AnyReservation().ReservationId),
            < 70 when _orders.Count > 0 => Shipment(AnyOrder()),
            < 80 when _orders.Count > 0 => Cancellation(AnyOrder()),
            < 92 => new StockReceived(Id("r"), At(), Lines(1, 3, 5, 25), AnyOf<ReceiptReason>()),
            < 96 => new StockAdjusted(Id("a"), At(), Assortment.AnySku(_random), Adjustment(), "counted again", Assortment.AnyLocation(_random)),
            _ => _sent.Count > 0 ? _sent[_random.Next(_sent.Count)] : Order(),
        };
        Keep(_sent, message, 10 * Recent);
        return message;
    }

    private OrderPlaced Order(ReserveStock? reservation = null)
    {
        var order = new OrderPlaced(Id("o"), At(), Lines(1, 3, 1, 4), reservation?.ReservationId);
        Keep(_orders, order, Recent);
        return order;
    }

    private ReserveStock Reservation()
    {
        var reservation = new ReserveStock(Id("h"), Lines(1, 3, 1, 4), clock.GetUtcNow().AddMilliseconds(_random.Next(3_000)));
        Keep(_reservations, reservation, Recent / 4);
        return reservation;
    }

    private OrderShipped Shipment(OrderPlaced order) => new(order.OrderId, Id("s"), At(), Part(order));

    private OrderCancelled Cancellation(OrderPlaced order) => new(order.OrderId, At(), Id("c"), Part(order));

    /// <summary>Null, which means all the rest, or one line of it.</summary>
    private StockLine[]? Part(OrderPlaced order) =>
        _random.Next(2) == 0 ? null : [order.Lines[_random.Next(order.Lines.Count)] with { Quantity = 1 }];

    private StockLine[] Lines(int fewest, int most, int least, int greatest) =>
    [
        .. Enumerable.Range(0, _random.Next(fewest, most + 1))
            .Select(_ => new StockLine(Assortment.AnySku(_random), _random.Next(least, greatest + 1), Assortment.AnyLocation(_random))),
    ];

    private long Adjustment() => _random.Next(2) == 0 ? _random.Next(1, 6) : -_random.Next(1, 4);

    private OrderPlaced AnyOrder() => _orders[_random.Next(_orders.Count)];

    private ReserveStock AnyReservation() => _reservations[_random.Next(_reservations.Count)];

    private T AnyOf<T>()
        where T : struct, Enum => Enum.GetValues<T>()[_random.Next(Enum.GetValues<T>().Length)];

    private string Id(string kind) => $"{kind}{_number}";

    private DateTimeOffset At() => Given.Noon.AddSeconds(_number);

    private static void Keep<T>(List<T> all, T newest, int most)
    {
        all.Add(newest);
        if (all.Count > most)
        {
            all.RemoveAt(0);
        }
    }
}

using Inventory.Contracts;

namespace Inventory.FaultTests.Load;

/// <summary>
/// What shops and suppliers send, message by message, the same for the same seed: orders, receipts, adjustments, cancellations and
/// shipments of recent orders (whole or in part, often before the order itself has been settled), and now and then one again.
/// </summary>
/// <param name="seed">Where the randomness begins.</param>
/// <param name="name">What every id begins with.</param>
internal sealed class ShopFloor(int seed, string name)
{
    private const int Recent = 40;

    private readonly Random _random = new(seed);
    private readonly List<OrderPlaced> _orders = [];
    private readonly List<object> _sent = [];
    private int _number;

    public StockReceived Opening() => new(
        $"{name}opening", Given.Noon, [.. Assortment.Skus.SelectMany(sku => Assortment.Locations.Select(location => new StockLine(sku, 60, location)))]);

    /// <summary>The next message.</summary>
    public object Next()
    {
        _number++;
        var message = _random.Next(100) switch
        {
            < 58 => Order(),
            < 70 when _orders.Count > 0 => Shipment(AnyOrder()),
            < 80 when _orders.Count > 0 => Cancellation(AnyOrder()),
            < 92 => new StockReceived(Id("r"), At(), Lines(1, 3, 5, 25), AnyOf<ReceiptReason>()),
            < 96 => new StockAdjusted(Id("a"), At(), Assortment.AnySku(_random), Adjustment(), "counted again", Assortment.AnyLocation(_random)),
            _ => _sent.Count > 0 ? _sent[_random.Next(_sent.Count)] : Order(),
        };
        Keep(message);
        return message;
    }

    private OrderPlaced Order()
    {
        var order = new OrderPlaced(Id("o"), At(), Lines(1, 3, 1, 4));
        _orders.Add(order);
        if (_orders.Count > Recent)
        {
            _orders.RemoveAt(0);
        }

        return order;
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

    private T AnyOf<T>()
        where T : struct, Enum => Enum.GetValues<T>()[_random.Next(Enum.GetValues<T>().Length)];

    private string Id(string kind) => $"{name}{kind}{_number}";

    private DateTimeOffset At() => Given.Noon.AddSeconds(_number);

    private void Keep(object message)
    {
        _sent.Add(message);
        if (_sent.Count > 10 * Recent)
        {
            _sent.RemoveAt(0);
        }
    }
}

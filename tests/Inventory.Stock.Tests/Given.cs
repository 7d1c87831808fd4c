using System.Collections.Immutable;
using Inventory.Contracts;
using Inventory.Stock.Decisions;

namespace Inventory.Stock.Tests;

/// <summary>Builds what tests start from.</summary>
internal static class Given
{
    public static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static LevelKey Key(string sku, string location = ContractLimits.DefaultLocation) => new(sku, location);

    public static Level Level(string sku, long onHand, long committed = 0, long reserved = 0, long safetyStock = 0, long backorderLimit = 0, long version = 1) =>
        new(Key(sku))
        {
            OnHand = onHand,
            Committed = committed,
            Reserved = reserved,
            SafetyStock = safetyStock,
            BackorderLimit = backorderLimit,
            Version = version,
        };

    public static PlaceOrder Order(string id, params (string Sku, long Quantity)[] lines) => new(id, Now, Lines(lines));

    public static ReceiveStock Receipt(string id, params (string Sku, long Quantity)[] lines) =>
        new(id, Now, Lines(lines), ReceiptReason.Purchase);

    public static CancelOrder Cancellation(string orderId, string? id = null, int at = 0, params (string Sku, long Quantity)[] lines) =>
        new(orderId, id, Now.AddHours(at), Lines(lines));

    public static ShipOrder Shipment(string orderId, string id, int at = 0, params (string Sku, long Quantity)[] lines) =>
        new(orderId, id, Now.AddHours(at), Lines(lines));

    public static AdjustStock Adjustment(string id, string sku, long delta, int at = 0) => new(id, Now.AddHours(at), Key(sku), delta, "breakage");

    public static CountStock Count(string id, string sku, long quantity, int at = 0, long? expected = null) =>
        new(id, Now.AddHours(at), Key(sku), quantity, expected);

    public static MakeReservation Reservation(string id, params (string Sku, long Quantity)[] lines) => new(id, Lines(lines), Now.AddHours(1));

    public static StockState Stock(params Level[] levels) => new() { Levels = levels.ToDictionary(level => level.Key) };

    private static ImmutableArray<LevelQuantity> Lines((string Sku, long Quantity)[] lines) =>
        [.. lines.Select(line => new LevelQuantity(Key(line.Sku), line.Quantity)).OrderBy(line => line.Key, LevelKey.ById)];
}

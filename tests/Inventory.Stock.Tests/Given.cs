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

    public static Dictionary<LevelKey, Level> Stock(params Level[] levels) => levels.ToDictionary(level => level.Key);

    public static Func<LevelKey, Level> Lookup(params Level[] levels)
    {
        var stock = Stock(levels);
        return key => stock.GetValueOrDefault(key) ?? new Level(key);
    }

    private static ImmutableArray<LevelQuantity> Lines((string Sku, long Quantity)[] lines) =>
        [.. lines.Select(line => new LevelQuantity(Key(line.Sku), line.Quantity))];
}

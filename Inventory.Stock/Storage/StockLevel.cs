using Inventory.Stock.Decisions;
using JasperFx;

namespace Inventory.Stock.Storage;

/// <summary>A level as Marten keeps it; <see cref="Version"/> is the column <c>mt_version</c>.</summary>
public sealed class StockLevel : ILongVersioned
{
    public required string Id { get; init; }

    public required string Sku { get; init; }

    public required string Location { get; init; }

    public long OnHand { get; init; }

    public long Committed { get; init; }

    public long Reserved { get; init; }

    public long SafetyStock { get; init; }

    public long BackorderLimit { get; init; }

    public long LowStockThreshold { get; init; }

    public DateTimeOffset? CountedAt { get; init; }

    public long Version { get; set; }

    public static StockLevel From(Level level) => new()
    {
        Id = level.Key.Id,
        Sku = level.Key.Sku,
        Location = level.Key.Location,
        OnHand = level.OnHand,
        Committed = level.Committed,
        Reserved = level.Reserved,
        SafetyStock = level.SafetyStock,
        BackorderLimit = level.BackorderLimit,
        LowStockThreshold = level.LowStockThreshold,
        CountedAt = level.CountedAt,
        Version = level.Version,
    };

    public Level ToLevel() => new(new LevelKey(Sku, Location))
    {
        OnHand = OnHand,
        Committed = Committed,
        Reserved = Reserved,
        SafetyStock = SafetyStock,
        BackorderLimit = BackorderLimit,
        LowStockThreshold = LowStockThreshold,
        CountedAt = CountedAt,
        Version = Version,
    };
}

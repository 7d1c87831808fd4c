namespace Inventory.Contracts;

/// <summary>
/// Sets the policy of a level; what is absent stays as it is. It makes the level if there is none. Of several, the one that is
/// recorded last holds.
/// </summary>
/// <param name="ConfigurationId">Chosen by the sender, 1 to 100 printable characters; the same id means the same configuration.</param>
/// <param name="Sku">The SKU, under the rules of <see cref="StockLine"/>.</param>
/// <param name="Location">The location; absent means <c>default</c>.</param>
/// <param name="SafetyStock">Units kept back from sale, 0 to 1,000,000,000.</param>
/// <param name="BackorderLimit">How many units below zero available may go by orders and reservations, 0 to 1,000,000,000.</param>
/// <param name="LowStockThreshold">
/// Available at or below it is low, and reported by <see cref="StockLow"/>; 1 to 1,000,000,000, or 0 for no such report.
/// </param>
/// <param name="Actor">Who configured it, 1 to 100 printable characters, for the ledger.</param>
public sealed record ConfigureStockLevel(
    string ConfigurationId,
    string Sku,
    string? Location = null,
    long? SafetyStock = null,
    long? BackorderLimit = null,
    long? LowStockThreshold = null,
    string? Actor = null);

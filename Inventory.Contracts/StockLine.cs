namespace Inventory.Contracts;

/// <summary>A quantity of one SKU at one location.</summary>
/// <param name="Sku">1 to 64 characters, case-sensitive; no control characters, no <c>{</c> <c>}</c> <c>:</c>, no space at either end.</param>
/// <param name="Quantity">Whole units, 1 to 1,000,000,000.</param>
/// <param name="Location">1 to 32 characters under the same rules as <paramref name="Sku"/>; absent means <c>default</c>.</param>
public sealed record StockLine(string Sku, long Quantity, string? Location = null);

namespace Inventory.Contracts;

/// <summary>
/// Available fell to zero or below it. Published once per crossing.
/// A crossing is the difference that one database commit made; what rose and fell within it is not told.
/// </summary>
/// <param name="Sku">The SKU.</param>
/// <param name="Location">The location.</param>
/// <param name="Available">Units available after the commit.</param>
/// <param name="Threshold">The line that was crossed: 0 units.</param>
/// <param name="Version">The level's version after the commit.</param>
public sealed record StockDepleted(string Sku, string Location, long Available, long Threshold, long Version);

namespace Inventory.Contracts;

/// <summary>
/// A shipment was recorded. One that names no lines and came before its order is reported again, with its lines, when the
/// order arrives.
/// </summary>
/// <param name="OrderId">The order.</param>
/// <param name="ShipmentId">The shipment.</param>
/// <param name="Lines">One line per level; none for a shipment without lines of an order that is not known yet, or had nothing left.</param>
/// <param name="ShippedAt">When the goods left, UTC.</param>
public sealed record StockShipped(string OrderId, string ShipmentId, IReadOnlyList<ShippedLine> Lines, DateTimeOffset ShippedAt);

/// <summary>What a shipment took of one level.</summary>
/// <param name="Sku">The SKU.</param>
/// <param name="Location">The location.</param>
/// <param name="Quantity">Units that left.</param>
/// <param name="Excess">Units among them that were not committed to the order: it is unknown so far, was refused or cancelled, or is for less.</param>
/// <param name="Version">The level's version that includes this.</param>
public sealed record ShippedLine(string Sku, string Location, long Quantity, long Excess, long Version);

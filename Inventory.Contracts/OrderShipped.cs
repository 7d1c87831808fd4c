namespace Inventory.Contracts;

/// <summary>
/// Goods of an order have left. A fact: on hand falls, even where the order is unknown, cancelled, or for less. It may arrive
/// before its order, which then commits only the rest. <see cref="StockShipped"/> says what came of it.
/// </summary>
/// <param name="OrderId">The order.</param>
/// <param name="ShipmentId">Chosen by the sender, 1 to 100 printable characters, unique for the order.</param>
/// <param name="ShippedAt">When the goods left, UTC. What left before the last count of a level is in that count already: send the time, not only the day.</param>
/// <param name="Lines">
/// 1 to 2,000 lines; absent: all the rest of the order, which is what was neither cancelled nor shipped by then.
/// </param>
public sealed record OrderShipped(
    string OrderId,
    string ShipmentId,
    DateTimeOffset ShippedAt,
    IReadOnlyList<StockLine>? Lines = null);

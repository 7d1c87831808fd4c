namespace Inventory.Contracts;

/// <summary>
/// The levels that one database commit changed, each as it was after that commit. A commit may hold many orders.
/// Messages may arrive out of order: keep, per level, what has the higher version.
/// </summary>
/// <param name="Changes">One entry per changed level.</param>
public sealed record StockLevelsChanged(IReadOnlyList<LevelChange> Changes);

/// <summary>A level after a change, in whole units.</summary>
/// <param name="Sku">The SKU.</param>
/// <param name="Location">The location.</param>
/// <param name="OnHand">Units physically there.</param>
/// <param name="Committed">Units of placed orders that have not shipped.</param>
/// <param name="Reserved">Units held by unexpired reservations.</param>
/// <param name="Available">On hand − committed − reserved − safety stock.</param>
/// <param name="Version">1, 2, 3 …, per level; never restarts.</param>
/// <param name="Cause">What changed the level last within the commit.</param>
public sealed record LevelChange(
    string Sku,
    string Location,
    long OnHand,
    long Committed,
    long Reserved,
    long Available,
    long Version,
    ChangeCause Cause);

/// <summary>The message that caused a change.</summary>
/// <param name="MessageType">The message's type, such as <c>OrderPlaced</c>.</param>
/// <param name="Id">The id that its sender chose, such as the OrderId or the ShipmentId.</param>
/// <param name="OrderId">The order that it was about; absent where it was about none.</param>
public sealed record ChangeCause(string MessageType, string Id, string? OrderId = null);

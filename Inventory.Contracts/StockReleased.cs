namespace Inventory.Contracts;

/// <summary>A cancellation took effect, as far as it could.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="CancellationId">The cancellation's id, if it has one.</param>
/// <param name="Lines">
/// One line per level that it named or that it released; none where nothing was left, or where the order is not known yet or
/// was rejected.
/// </param>
/// <param name="ReleasedAt">When it was recorded, UTC.</param>
public sealed record StockReleased(string OrderId, string? CancellationId, IReadOnlyList<ReleasedLine> Lines, DateTimeOffset ReleasedAt);

/// <summary>What a cancellation did to one level.</summary>
/// <param name="Sku">The SKU.</param>
/// <param name="Location">The location.</param>
/// <param name="Quantity">Units that are available again.</param>
/// <param name="Refused">Units that it named and that are not available again, because so many were not left to cancel.</param>
/// <param name="Version">The level's version that includes this.</param>
public sealed record ReleasedLine(string Sku, string Location, long Quantity, long Refused, long Version);

namespace Inventory.Contracts;

/// <summary>
/// A shop takes an order back, whole or in part. What has not shipped is released; what has shipped stays shipped. It may
/// arrive before its order, which then commits only what is left of it. <see cref="StockReleased"/> says what came of it.
/// </summary>
/// <param name="OrderId">The order.</param>
/// <param name="CancelledAt">
/// When it was cancelled, UTC. Beside an <see cref="OrderShipped"/> without lines the earlier of the two comes first,
/// whichever arrives first; at the same time, the cancellation.
/// </param>
/// <param name="CancellationId">
/// Chosen by the sender, 1 to 100 printable characters, unique for the order; absent if the order is cancelled once only.
/// </param>
/// <param name="Lines">1 to 2,000 lines; absent: all that has not shipped. More than is left of a level counts as what is left.</param>
public sealed record OrderCancelled(
    string OrderId,
    DateTimeOffset CancelledAt,
    string? CancellationId = null,
    IReadOnlyList<StockLine>? Lines = null);

using System.Collections.Immutable;
using Inventory.Contracts;

namespace Inventory.Stock.Decisions;

/// <summary>Units of one level, a message's lines for it summed; negative only in an adjustment.</summary>
public readonly record struct LevelQuantity(LevelKey Key, long Quantity);

/// <summary>
/// A valid message, ready to be decided. Its id is that of the message; <see cref="Lines"/> hold each level once,
/// ordered by id, and are empty where the message names none.
/// </summary>
public abstract record StockCommand(string Id, ImmutableArray<LevelQuantity> Lines)
{
    /// <summary>The type of the message behind the command.</summary>
    public abstract string MessageType { get; }

    /// <summary>What makes the command itself, whoever delivers it and however often.</summary>
    public virtual OperationId OperationId => new(MessageType, Id);

    /// <summary>The time that the message carries: when the fact happened or the request was made. Null where it carries none.</summary>
    public virtual DateTimeOffset? Timestamp => null;

    /// <summary>The reservation it is about or takes up, if any.</summary>
    public virtual string? TouchedReservation => null;

    /// <summary>The order it is about; null for a command about none.</summary>
    public virtual string? OrderId => null;

    /// <summary>Why it happened, for the ledger.</summary>
    public virtual string? LedgerReason => null;

    /// <summary>Who caused it, if the sender said so.</summary>
    public virtual string? Actor => null;

    /// <summary>Whether it is about all levels of its order, whichever they are.</summary>
    public bool MeansWholeOrder => OrderId is not null && Lines.IsEmpty;
}

/// <summary>Commit stock for an order: all lines or none.</summary>
public sealed record PlaceOrder(
    string Id,
    DateTimeOffset OccurredAt,
    ImmutableArray<LevelQuantity> Lines,
    string? ReservationId = null) : StockCommand(Id, Lines)
{
    public override string MessageType => nameof(OrderPlaced);

    public override DateTimeOffset? Timestamp => OccurredAt;

    public override string OrderId => Id;

    public override string? TouchedReservation => ReservationId;
}

/// <summary>Hold stock for a time: all lines or none.</summary>
public sealed record MakeReservation(
    string Id,
    ImmutableArray<LevelQuantity> Lines,
    DateTimeOffset ExpiresAt) : StockCommand(Id, Lines)
{
    public override string MessageType => nameof(ReserveStock);

    public override string TouchedReservation => Id;
}

/// <summary>Give back what a reservation holds, because somebody says so.</summary>
public sealed record EndReservation(string Id) : StockCommand(Id, [])
{
    public override string MessageType => nameof(ReleaseReservation);

    public override string TouchedReservation => Id;
}

/// <summary>Give back what a reservation holds, because its time is over.</summary>
public sealed record ExpireReservation(string Id) : StockCommand(Id, [])
{
    public const string Type = "ReservationDue";

    public override string MessageType => Type;

    public override string TouchedReservation => Id;
}

/// <summary>Give back what an order has committed and not shipped.</summary>
public sealed record CancelOrder(
    string OrderId,
    string? CancellationId,
    DateTimeOffset OccurredAt,
    ImmutableArray<LevelQuantity> Lines) : StockCommand(CancellationId ?? OrderId, Lines)
{
    public override string MessageType => nameof(OrderCancelled);

    public override DateTimeOffset? Timestamp => OccurredAt;

    public override string OrderId { get; } = OrderId;

    public override OperationId OperationId =>
        CancellationId is null ? new(MessageType, OrderId) : OperationId.OfOrder(MessageType, OrderId, CancellationId);
}

/// <summary>Record goods of an order that have left.</summary>
public sealed record ShipOrder(
    string OrderId,
    string ShipmentId,
    DateTimeOffset OccurredAt,
    ImmutableArray<LevelQuantity> Lines) : StockCommand(ShipmentId, Lines)
{
    public override string MessageType => nameof(OrderShipped);

    public override DateTimeOffset? Timestamp => OccurredAt;

    public override string OrderId { get; } = OrderId;

    public override OperationId OperationId => OperationId.OfOrder(MessageType, OrderId, ShipmentId);
}

/// <summary>Record goods that arrived.</summary>
public sealed record ReceiveStock(
    string Id,
    DateTimeOffset OccurredAt,
    ImmutableArray<LevelQuantity> Lines,
    ReceiptReason Reason) : StockCommand(Id, Lines)
{
    public override string MessageType => nameof(StockReceived);

    public override DateTimeOffset? Timestamp => OccurredAt;

    public override string LedgerReason => Reason.ToString();
}

/// <summary>Change on hand by a signed delta.</summary>
public sealed record AdjustStock(
    string Id,
    DateTimeOffset OccurredAt,
    LevelKey Key,
    long Delta,
    string Reason,
    string? Actor = null) : StockCommand(Id, [new LevelQuantity(Key, Delta)])
{
    public override string MessageType => nameof(StockAdjusted);

    public override DateTimeOffset? Timestamp => OccurredAt;

    public override string LedgerReason => Reason;

    public override string? Actor { get; } = Actor;
}

/// <summary>Set on hand to what was counted, if it is what was expected.</summary>
public sealed record CountStock(
    string Id,
    DateTimeOffset OccurredAt,
    LevelKey Key,
    long Quantity,
    long? ExpectedOnHand = null,
    string? Actor = null) : StockCommand(Id, [new LevelQuantity(Key, Quantity)])
{
    public override string MessageType => nameof(StockCounted);

    public override DateTimeOffset? Timestamp => OccurredAt;

    public override string? Actor { get; } = Actor;
}

/// <summary>Set a level's policy; what is null stays as it is.</summary>
public sealed record ConfigureLevel(
    string Id,
    LevelKey Key,
    long? SafetyStock,
    long? BackorderLimit,
    long? LowStockThreshold,
    string? Actor = null) : StockCommand(Id, [new LevelQuantity(Key, 0)])
{
    public override string MessageType => nameof(ConfigureStockLevel);

    public override string? Actor { get; } = Actor;

    public override string LedgerReason => string.Join(", ", new[]
    {
        Named("safety stock", SafetyStock), Named("backorder limit", BackorderLimit), Named("low-stock threshold", LowStockThreshold),
    }.OfType<string>());

    private static string? Named(string setting, long? value) =>
        value is null ? null : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{setting} {value}");
}

/// <summary>Names an operation: the type of a message and the id that its sender chose.</summary>
public readonly record struct OperationId(string MessageType, string Id)
{
    /// <summary>
    /// For ids that are unique for an order only: the same shipment may carry goods of two orders. A tab keeps the two
    /// apart, because no id can hold one.
    /// </summary>
    public static OperationId OfOrder(string messageType, string orderId, string id) => new(messageType, $"{orderId}\t{id}");

    public static OperationId Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return new OperationId(text[..slash], text[(slash + 1)..]);
    }

    public override string ToString() => $"{MessageType}/{Id}";
}

using System.Collections.Immutable;
using Inventory.Contracts;

namespace Inventory.Stock.Decisions;

/// <summary>Units of one level, a message's lines for it summed.</summary>
public readonly record struct LevelQuantity(LevelKey Key, long Quantity);

/// <summary>
/// A valid message, ready to be decided. Its id and time are those of the message; <see cref="Lines"/> hold each level once,
/// ordered by id.
/// </summary>
public abstract record StockCommand(string Id, DateTimeOffset OccurredAt, ImmutableArray<LevelQuantity> Lines)
{
    /// <summary>The type of the message behind the command.</summary>
    public abstract string MessageType { get; }

    /// <summary>What makes the command itself, whoever delivers it and however often.</summary>
    public OperationId OperationId => new(MessageType, Id);
}

/// <summary>Commit stock for an order: all lines or none.</summary>
public sealed record PlaceOrder(
    string Id,
    DateTimeOffset OccurredAt,
    ImmutableArray<LevelQuantity> Lines,
    string? ReservationId = null) : StockCommand(Id, OccurredAt, Lines)
{
    public override string MessageType => nameof(OrderPlaced);
}

/// <summary>Record goods that arrived.</summary>
public sealed record ReceiveStock(
    string Id,
    DateTimeOffset OccurredAt,
    ImmutableArray<LevelQuantity> Lines,
    ReceiptReason Reason) : StockCommand(Id, OccurredAt, Lines)
{
    public override string MessageType => nameof(StockReceived);
}

/// <summary>Names an operation: the type of a message and the id that its sender chose.</summary>
public readonly record struct OperationId(string MessageType, string Id)
{
    public static OperationId Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return new OperationId(text[..slash], text[(slash + 1)..]);
    }

    public override string ToString() => $"{MessageType}/{Id}";
}

using System.Text.Json.Serialization;

namespace Inventory.Contracts;

/// <summary>
/// Goods arrived. A fact: it is recorded, never refused, and makes levels that did not exist. Goods that move between two
/// locations are two facts: a <see cref="StockAdjusted"/> by −n where they leave, and this, as a transfer, where they arrive.
/// </summary>
/// <param name="ReceiptId">Chosen by the sender, 1 to 100 printable characters; the same id means the same receipt.</param>
/// <param name="ReceivedAt">When the goods arrived, UTC. What arrived before the last count of a level is in that count already.</param>
/// <param name="Lines">1 to 2,000 lines.</param>
/// <param name="Reason">Why they arrived.</param>
public sealed record StockReceived(
    string ReceiptId,
    DateTimeOffset ReceivedAt,
    IReadOnlyList<StockLine> Lines,
    ReceiptReason Reason = ReceiptReason.Purchase);

/// <summary>Why goods arrived. Written by name in JSON, in any case.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReceiptReason>))]
public enum ReceiptReason
{
    /// <summary>Bought or produced.</summary>
    Purchase,

    /// <summary>Sent back by a customer.</summary>
    Return,

    /// <summary>Moved here from another location, which a <see cref="StockAdjusted"/> of its own lowers.</summary>
    Transfer,
}

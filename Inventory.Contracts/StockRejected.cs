using System.Text.Json.Serialization;

namespace Inventory.Contracts;

/// <summary>The order did not get its stock, and nothing of it is committed. An outcome, not an error.</summary>
/// <param name="OrderId">The order's id.</param>
/// <param name="Reason">Why.</param>
/// <param name="Lines">The levels that stood in the way; none for a cancelled order.</param>
/// <param name="RejectedAt">When the decision was recorded, UTC.</param>
public sealed record StockRejected(
    string OrderId,
    RejectionReason Reason,
    IReadOnlyList<RejectedLine> Lines,
    DateTimeOffset RejectedAt);

/// <summary>A level that stood in the way of an order.</summary>
/// <param name="Sku">The SKU.</param>
/// <param name="Location">The location.</param>
/// <param name="Requested">Units the order asked for, its lines summed.</param>
/// <param name="Available">Units that were available; 0 for a level that does not exist.</param>
public sealed record RejectedLine(string Sku, string Location, long Requested, long Available);

/// <summary>Why an order was rejected. Written by name in JSON.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RejectionReason>))]
public enum RejectionReason
{
    /// <summary>At least one level has less available than the order asks for.</summary>
    OutOfStock,

    /// <summary>At least one line names a SKU that has never been stocked at that location; other lines may be short as well.</summary>
    UnknownSku,

    /// <summary>All of the order had been cancelled before it arrived.</summary>
    Cancelled,
}

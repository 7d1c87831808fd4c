using System.Text.Json.Serialization;

namespace Inventory.Contracts;

/// <summary>The reservation did not get its stock, and holds nothing. An outcome, not an error.</summary>
/// <param name="ReservationId">The reservation.</param>
/// <param name="Reason">Why.</param>
/// <param name="Lines">The levels that stood in the way; none for a reservation that had ended.</param>
/// <param name="RejectedAt">When the decision was recorded, UTC.</param>
public sealed record ReservationRejected(
    string ReservationId,
    ReservationRejectionReason Reason,
    IReadOnlyList<RejectedLine> Lines,
    DateTimeOffset RejectedAt);

/// <summary>Why a reservation was rejected. Written by name in JSON.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReservationRejectionReason>))]
public enum ReservationRejectionReason
{
    /// <summary>At least one level has less available than the reservation asks for.</summary>
    OutOfStock,

    /// <summary>At least one line names a SKU that has never been stocked at that location; other lines may be short as well.</summary>
    UnknownSku,

    /// <summary>Its release, or the order that takes it up, had come before it.</summary>
    Ended,
}

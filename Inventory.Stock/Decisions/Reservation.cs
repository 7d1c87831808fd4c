using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Inventory.Stock.Decisions;

/// <summary>What is known of a reservation.</summary>
/// <param name="Id">The id that its sender gave it.</param>
/// <param name="Status">What has become of it.</param>
/// <param name="Lines">What it holds, or held, one per level in the order of ids; none where it never did.</param>
/// <param name="ExpiresAt">When its time is over; null where its end came before it.</param>
public sealed record Reservation(string Id, ReservationStatus Status, ImmutableArray<StepLine> Lines, DateTimeOffset? ExpiresAt = null)
{
    /// <summary>When somebody must end it; null where nobody must.</summary>
    public DateTimeOffset? DueAt => Status is ReservationStatus.Active ? ExpiresAt : null;

    /// <summary>What it holds now.</summary>
    [JsonIgnore]
    public ImmutableArray<StepLine> Held => Status is ReservationStatus.Active ? Lines : [];
}

public enum ReservationStatus
{
    /// <summary>It holds its stock.</summary>
    Active,

    /// <summary>It did not get any.</summary>
    Rejected,

    /// <summary>An order took it up.</summary>
    Consumed,

    Released,

    Expired,
}

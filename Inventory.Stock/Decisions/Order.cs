using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Inventory.Stock.Decisions;

/// <summary>
/// What is known of an order. Its lines are what its steps make of it, whichever arrived first: see <see cref="OrderProgress"/>.
/// </summary>
/// <param name="Id">The id that the shop gave it.</param>
/// <param name="Status">Whether it has been decided.</param>
/// <param name="Lines">One per level that it asked for or that was shipped for it, in the order of ids.</param>
/// <param name="Steps">Its cancellations and shipments, in the order of their times; null where there are none.</param>
/// <param name="PlacedAt">When the customer placed it; null while it has not arrived.</param>
/// <param name="ReservationId">The reservation it takes up.</param>
public sealed record Order(
    string Id,
    OrderStatus Status,
    ImmutableArray<OrderLine> Lines,
    ImmutableArray<OrderStep>? Steps = null,
    DateTimeOffset? PlacedAt = null,
    string? ReservationId = null)
{
    /// <summary>An order of which nothing is known.</summary>
    public static Order Unknown(string id) => new(id, OrderStatus.Awaited, []);

    /// <summary>The steps that are known, in the order of their times.</summary>
    [JsonIgnore]
    public ImmutableArray<OrderStep> KnownSteps => Steps ?? [];

    public Order With(OrderStep step) => this with { Steps = [.. KnownSteps.Add(step).Order(OrderStep.ByTime)] };
}

public enum OrderStatus
{
    /// <summary>Cancellations or shipments have arrived, the order itself has not.</summary>
    Awaited,

    /// <summary>It got its stock.</summary>
    Committed,

    /// <summary>It did not.</summary>
    Rejected,
}

/// <summary>What has become of an order at one level, in units.</summary>
/// <param name="Sku">The SKU.</param>
/// <param name="Location">The location.</param>
/// <param name="Quantity">Units ordered; 0 for a level that was shipped from without having been ordered.</param>
/// <param name="Committed">Units still committed.</param>
/// <param name="Shipped">Units that have left.</param>
public sealed record OrderLine(
    string Sku,
    string Location,
    long Quantity,
    long Committed,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] long Shipped)
{
    [JsonIgnore]
    public LevelKey Key => new(Sku, Location);
}

using Inventory.Stock.Storage;

namespace Inventory.Api.Answers;

/// <summary>A page of a level's ledger, newest first.</summary>
/// <param name="Sku">The SKU.</param>
/// <param name="Location">The location.</param>
/// <param name="Movements">The movements.</param>
/// <param name="NextBeforeVersion">Asks for the next page; null on the last.</param>
internal sealed record MovementsResponse(string Sku, string Location, IReadOnlyList<MovementResponse> Movements, long? NextBeforeVersion);

/// <summary>A movement: what changed the level, by how much, why, to which version.</summary>
internal sealed record MovementResponse(
    long Version,
    string Kind,
    CountersResponse Delta,
    CountersResponse Result,
    long Available,
    CauseResponse Cause,
    string? Reason,
    string? Actor,
    DateTimeOffset OccurredAt,
    DateTimeOffset RecordedAt)
{
    public static MovementResponse From(LedgerEntry entry) => new(
        entry.Version,
        entry.Kind,
        new CountersResponse(entry.OnHandDelta, entry.CommittedDelta, entry.ReservedDelta),
        new CountersResponse(entry.OnHand, entry.Committed, entry.Reserved),
        entry.Available,
        new CauseResponse(entry.MessageType, entry.MessageId, entry.OrderId),
        entry.Reason,
        entry.Actor,
        entry.OccurredAt,
        entry.RecordedAt);
}

/// <summary>What a movement moves, in whole units.</summary>
internal sealed record CountersResponse(long OnHand, long Committed, long Reserved);

/// <summary>The message behind a movement, and the order it was about, if any.</summary>
internal sealed record CauseResponse(string MessageType, string Id, string? OrderId);

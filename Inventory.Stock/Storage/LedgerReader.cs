using Inventory.Stock.Decisions;
using Npgsql;

namespace Inventory.Stock.Storage;

/// <summary>Reads the ledger.</summary>
public sealed class LedgerReader(NpgsqlDataSource dataSource)
{
    /// <summary>The movements of a level, newest first.</summary>
    /// <param name="key">The level.</param>
    /// <param name="beforeVersion">Only movements to versions below this one.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Stops the wait for an answer.</param>
    public async Task<IReadOnlyList<LedgerEntry>> ReadAsync(LevelKey key, long beforeVersion, int limit, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            $"""
            SELECT version, kind, on_hand_delta, committed_delta, reserved_delta, on_hand, committed, reserved, available,
                   cause_type, cause_id, order_id, reason, actor, occurred_at, recorded_at
            FROM {StockSchema.Movements} WHERE level_id = $1 AND version < $2 ORDER BY version DESC LIMIT $3
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key.Id });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = beforeVersion });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var entries = new List<LedgerEntry>();
        while (await reader.ReadAsync(cancellationToken))
        {
            entries.Add(new LedgerEntry(
                reader.GetInt64(0), reader.GetString(1),
                reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4),
                reader.GetInt64(5), reader.GetInt64(6), reader.GetInt64(7), reader.GetInt64(8),
                reader.GetString(9), reader.GetString(10), Text(11), Text(12), Text(13),
                reader.GetFieldValue<DateTimeOffset>(14), reader.GetFieldValue<DateTimeOffset>(15)));
        }

        return entries;

        string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
    }
}

/// <summary>A movement as the ledger keeps it, in whole units.</summary>
/// <param name="Version">The version that it made.</param>
/// <param name="Kind">Why the level moved, as <see cref="MovementKind"/> names it.</param>
/// <param name="OnHandDelta">By how much on hand moved.</param>
/// <param name="CommittedDelta">By how much committed moved.</param>
/// <param name="ReservedDelta">By how much reserved moved.</param>
/// <param name="OnHand">On hand afterwards.</param>
/// <param name="Committed">Committed afterwards.</param>
/// <param name="Reserved">Reserved afterwards.</param>
/// <param name="Available">Available afterwards.</param>
/// <param name="MessageType">The type of the message that caused it.</param>
/// <param name="MessageId">The id that its sender gave it.</param>
/// <param name="OrderId">The order that it was about, if any.</param>
/// <param name="Reason">Why, where the message says so.</param>
/// <param name="Actor">Who, where the message says so.</param>
/// <param name="OccurredAt">When it happened, UTC, by the clock of its sender.</param>
/// <param name="RecordedAt">When it was recorded, UTC.</param>
public sealed record LedgerEntry(
    long Version,
    string Kind,
    long OnHandDelta,
    long CommittedDelta,
    long ReservedDelta,
    long OnHand,
    long Committed,
    long Reserved,
    long Available,
    string MessageType,
    string MessageId,
    string? OrderId,
    string? Reason,
    string? Actor,
    DateTimeOffset OccurredAt,
    DateTimeOffset RecordedAt);

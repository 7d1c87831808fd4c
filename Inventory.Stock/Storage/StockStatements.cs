using System.Text.Json;
using Inventory.Stock.Decisions;
using Npgsql;
using NpgsqlTypes;

namespace Inventory.Stock.Storage;

/// <summary>
/// The statements of the write path. Each takes a whole group as arrays, in id order, so that its cost is one plan and
/// one trip whatever the group's size.
/// </summary>
internal static class StockStatements
{
    public static NpgsqlBatchCommand InsertMissingLevels(IEnumerable<LevelKey> keys)
    {
        var levels = keys.OrderBy(key => key.Id, StringComparer.Ordinal).Select(key => StockLevel.From(new Level(key))).ToArray();
        return Command(
            $"""
            INSERT INTO {StockSchema.Levels} (id, data, sku, mt_version)
            SELECT id, data::jsonb, sku, 0 FROM unnest($1, $2, $3) AS missing(id, data, sku)
            ON CONFLICT (id) DO NOTHING
            """,
            Texts(levels, level => level.Id),
            Texts(levels, level => JsonSerializer.Serialize(level, StockJson.Default.StockLevel)),
            Texts(levels, level => level.Sku));
    }

    public static NpgsqlBatchCommand LockLevels(IEnumerable<string> ids) => Command(
        $"SELECT data, mt_version FROM {StockSchema.Levels} WHERE id = ANY($1) ORDER BY id FOR UPDATE",
        Texts(ids, id => id));

    public static NpgsqlBatchCommand SelectOperations(IEnumerable<OperationId> ids) => Command(
        $"SELECT id, fingerprint, outcome, event, commit_id FROM {StockSchema.Operations} WHERE id = ANY($1)",
        Texts(ids, id => id.ToString()));

    public static NpgsqlBatchCommand SelectChanges(IEnumerable<Guid> commitIds) => Command(
        $"""
        SELECT DISTINCT ON (commit_id, level_id)
               commit_id, level_id, on_hand, committed, reserved, available, version, cause_type, cause_id
        FROM {StockSchema.Movements} WHERE commit_id = ANY($1) ORDER BY commit_id, level_id, version DESC
        """,
        Array(commitIds, id => id, NpgsqlDbType.Uuid));

    public static NpgsqlBatchCommand DeleteUntouchedLevels(IEnumerable<string> ids) => Command(
        $"DELETE FROM {StockSchema.Levels} WHERE id = ANY($1) AND mt_version = 0",
        Texts(ids, id => id));

    public static NpgsqlBatchCommand UpdateLevels(IEnumerable<Level> levels)
    {
        var documents = levels.Select(StockLevel.From).ToArray();
        return Command(
            $"""
            UPDATE {StockSchema.Levels} AS level SET data = moved.data::jsonb, mt_version = moved.version
            FROM unnest($1, $2, $3) AS moved(id, data, version) WHERE level.id = moved.id
            """,
            Texts(documents, document => document.Id),
            Texts(documents, document => JsonSerializer.Serialize(document, StockJson.Default.StockLevel)),
            Numbers(documents, document => document.Version));
    }

    public static NpgsqlBatchCommand InsertOperations(IEnumerable<Verdict.Applied> applied, DateTimeOffset now)
    {
        var rows = applied
            .Select(verdict => (Id: verdict.Command.OperationId.ToString(), Verdict: verdict, Outcome: OutcomeCodec.Encode(verdict.Decision.Outcome)))
            .OrderBy(row => row.Id, StringComparer.Ordinal)
            .ToArray();
        return Command(
            $"""
            INSERT INTO {StockSchema.Operations} (id, fingerprint, outcome, event, commit_id, recorded_at)
            SELECT id, fingerprint, outcome, event::json, commit_id, $6
            FROM unnest($1, $2, $3, $4, $5) AS decided(id, fingerprint, outcome, event, commit_id)
            """,
            Texts(rows, row => row.Id),
            Texts(rows, row => row.Verdict.Fingerprint.ToString()),
            Texts(rows, row => row.Outcome.Name),
            Texts(rows, row => row.Outcome.Event),
            Array(rows, row => row.Verdict.CommitId, NpgsqlDbType.Uuid),
            Time(now));
    }

    public static NpgsqlBatchCommand InsertOrders(IEnumerable<Verdict.Applied> applied)
    {
        var orders = applied
            .Where(verdict => verdict.Command is PlaceOrder)
            .Select(verdict => Order.From((PlaceOrder)verdict.Command, verdict.Decision.Outcome))
            .OrderBy(order => order.Id, StringComparer.Ordinal)
            .ToArray();
        return Command(
            $"INSERT INTO {StockSchema.Orders} (id, data) SELECT id, data::jsonb FROM unnest($1, $2) AS placed(id, data)",
            Texts(orders, order => order.Id),
            Texts(orders, order => JsonSerializer.Serialize(order, StockJson.Default.Order)));
    }

    public static NpgsqlBatchCommand InsertMovements(IReadOnlyCollection<MovementRow> rows, DateTimeOffset now) => Command(
        $"""
        INSERT INTO {StockSchema.Movements}
            (level_id, version, kind, on_hand_delta, committed_delta, reserved_delta, on_hand, committed, reserved, available,
             cause_type, cause_id, occurred_at, commit_id, recorded_at)
        SELECT *, $15 FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
        """,
        Texts(rows, row => row.Movement.Key.Id),
        Numbers(rows, row => row.Movement.Version),
        Texts(rows, row => row.Movement.Kind.ToString()),
        Numbers(rows, row => row.Movement.OnHandDelta),
        Numbers(rows, row => row.Movement.CommittedDelta),
        Numbers(rows, row => row.Movement.ReservedDelta),
        Numbers(rows, row => row.Movement.After.OnHand),
        Numbers(rows, row => row.Movement.After.Committed),
        Numbers(rows, row => row.Movement.After.Reserved),
        Numbers(rows, row => row.Movement.After.Available),
        Texts(rows, row => row.Cause.MessageType),
        Texts(rows, row => row.Cause.Id),
        Array(rows, row => row.Cause.OccurredAt.UtcDateTime, NpgsqlDbType.TimestampTz),
        Array(rows, row => row.CommitId, NpgsqlDbType.Uuid),
        Time(now));

    private static NpgsqlBatchCommand Command(string text, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlBatchCommand(text);
        command.Parameters.AddRange(parameters);
        return command;
    }

    private static NpgsqlParameter<string?[]> Texts<T>(IEnumerable<T> rows, Func<T, string?> column) => Array(rows, column, NpgsqlDbType.Text);

    private static NpgsqlParameter<long[]> Numbers<T>(IEnumerable<T> rows, Func<T, long> column) => Array(rows, column, NpgsqlDbType.Bigint);

    private static NpgsqlParameter<TColumn[]> Array<TRow, TColumn>(IEnumerable<TRow> rows, Func<TRow, TColumn> column, NpgsqlDbType type) =>
        new() { TypedValue = [.. rows.Select(column)], NpgsqlDbType = NpgsqlDbType.Array | type };

    private static NpgsqlParameter<DateTime> Time(DateTimeOffset time) =>
        new() { TypedValue = time.UtcDateTime, NpgsqlDbType = NpgsqlDbType.TimestampTz };
}

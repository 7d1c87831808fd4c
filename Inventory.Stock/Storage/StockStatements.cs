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
    /// <summary>Locks the orders that are known; who is first to know of one finds out when it is inserted.</summary>
    public static NpgsqlBatchCommand LockOrders(IEnumerable<string> ids) => Command(
        $"SELECT data FROM {StockSchema.Orders} WHERE id = ANY($1) ORDER BY id FOR UPDATE",
        Texts(ids, id => id));

    public static NpgsqlBatchCommand LockReservations(IEnumerable<string> ids) => Command(
        $"SELECT data FROM {StockSchema.Reservations} WHERE id = ANY($1) ORDER BY id FOR UPDATE",
        Texts(ids, id => id));

    public static NpgsqlBatchCommand LockLevels(IEnumerable<string> ids) => Command(
        $"SELECT data, mt_version FROM {StockSchema.Levels} WHERE id = ANY($1) ORDER BY id FOR UPDATE",
        Texts(ids, id => id));

    /// <summary>Locks the levels of whole orders and of reservations, known here by their ids only, along with the others.</summary>
    public static NpgsqlBatchCommand LockLevels(IEnumerable<string> ids, IEnumerable<string> orderIds, IEnumerable<string> reservationIds) => Command(
        $"""
        SELECT data, mt_version FROM {StockSchema.Levels}
        WHERE id = ANY($1 || ARRAY(
            SELECT (line ->> 'sku') || ':' || (line ->> 'location')
            FROM (SELECT data FROM {StockSchema.Orders} WHERE id = ANY($2)
                  UNION ALL SELECT data FROM {StockSchema.Reservations} WHERE id = ANY($3)) AS named,
                 jsonb_array_elements(data -> 'lines') AS line))
        ORDER BY id FOR UPDATE
        """,
        Texts(ids, id => id),
        Texts(orderIds, id => id),
        Texts(reservationIds, id => id));

    /// <summary>Whether any of these exists by now.</summary>
    public static NpgsqlBatchCommand SelectExists(IEnumerable<string> levelIds, IEnumerable<string> reservationIds) => Command(
        $"SELECT EXISTS (SELECT FROM {StockSchema.Levels} WHERE id = ANY($1)) OR EXISTS (SELECT FROM {StockSchema.Reservations} WHERE id = ANY($2))",
        Texts(levelIds, id => id),
        Texts(reservationIds, id => id));

    /// <summary>By how much on hand has moved at each level since the cut-off beside it.</summary>
    public static NpgsqlBatchCommand SelectMovedSince(IReadOnlyCollection<CountStock> counts) => Command(
        $"""
        SELECT count.level_id, count.counted_at, sum(on_hand_delta)::bigint
        FROM unnest($1, $2) AS count(level_id, counted_at)
        JOIN {StockSchema.Movements} AS movement
            ON movement.level_id = count.level_id AND movement.occurred_at > count.counted_at AND movement.on_hand_delta <> 0
        GROUP BY 1, 2
        """,
        Texts(counts, count => count.Key.Id),
        Array(counts, count => count.OccurredAt.UtcDateTime, NpgsqlDbType.TimestampTz));

    public static NpgsqlBatchCommand SelectOperations(IEnumerable<OperationId> ids) => Command(
        $"SELECT id, fingerprint, events, commit_id FROM {StockSchema.Operations} WHERE id = ANY($1)",
        Texts(ids, id => id.ToString()));

    /// <summary>The state that commits left their levels in, and how each level stood before.</summary>
    public static NpgsqlBatchCommand SelectChanges(IEnumerable<Guid> commitIds) => Command(
        $"""
        SELECT after.commit_id, after.level_id, after.on_hand, after.committed, after.reserved, after.available, after.version,
               after.cause_type, after.cause_id, after.low_stock_threshold, before.available, before.low_stock_threshold,
               after.order_id
        FROM (
            SELECT DISTINCT ON (commit_id, level_id) *, min(version) OVER (PARTITION BY commit_id, level_id) AS first_version
            FROM {StockSchema.Movements} WHERE commit_id = ANY($1) ORDER BY commit_id, level_id, version DESC
        ) AS after
        LEFT JOIN {StockSchema.Movements} AS before ON before.level_id = after.level_id AND before.version = after.first_version - 1
        """,
        Array(commitIds, id => id, NpgsqlDbType.Uuid));

    /// <summary>Fails with a unique violation where another worker has just made one of them: then it is all to be read again.</summary>
    public static NpgsqlBatchCommand InsertLevels(IEnumerable<Level> levels)
    {
        var documents = Documents(levels);
        return Command(
            $"""
            INSERT INTO {StockSchema.Levels} (id, data, sku, mt_version)
            SELECT id, data::jsonb, sku, version FROM unnest($1, $2, $3, $4) AS made(id, data, sku, version)
            """,
            Texts(documents, document => document.Id),
            Texts(documents, document => JsonSerializer.Serialize(document, StockJson.Default.StockLevel)),
            Texts(documents, document => document.Sku),
            Numbers(documents, document => document.Version));
    }

    public static NpgsqlBatchCommand UpdateLevels(IEnumerable<Level> levels)
    {
        var documents = Documents(levels);
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
            .Select(verdict => (Id: verdict.Command.OperationId.ToString(), Verdict: verdict, Events: OutcomeCodec.Encode(verdict.Decision.Outcome)))
            .OrderBy(row => row.Id, StringComparer.Ordinal)
            .ToArray();
        return Command(
            $"""
            INSERT INTO {StockSchema.Operations} (id, fingerprint, events, commit_id, recorded_at)
            SELECT unnest($1), unnest($2), unnest($3)::json, unnest($4), $5
            """,
            Texts(rows, row => row.Id),
            Texts(rows, row => row.Verdict.Fingerprint.ToString()),
            Texts(rows, row => row.Events),
            Array(rows, row => row.Verdict.CommitId, NpgsqlDbType.Uuid),
            Time(now));
    }

    /// <summary>Fails with a unique violation where another worker has just heard of one of them, as with levels.</summary>
    public static NpgsqlBatchCommand InsertOrders(IReadOnlyCollection<Order> orders) => Command(
        $"INSERT INTO {StockSchema.Orders} (id, data) SELECT unnest($1), unnest($2)::jsonb",
        Texts(orders, order => order.Id),
        Texts(orders, order => JsonSerializer.Serialize(order, StockJson.Default.Order)));

    public static NpgsqlBatchCommand UpdateOrders(IReadOnlyCollection<Order> orders) => Command(
        $"""
        UPDATE {StockSchema.Orders} AS known SET data = changed.data::jsonb
        FROM unnest($1, $2) AS changed(id, data) WHERE known.id = changed.id
        """,
        Texts(orders, order => order.Id),
        Texts(orders, order => JsonSerializer.Serialize(order, StockJson.Default.Order)));

    public static NpgsqlBatchCommand InsertReservations(IReadOnlyCollection<Reservation> reservations) => Write(
        reservations,
        $"""
        INSERT INTO {StockSchema.Reservations} (id, data, due_at)
        SELECT id, data::jsonb, due_at FROM unnest($1, $2, $3) AS heard(id, data, due_at)
        """);

    public static NpgsqlBatchCommand UpdateReservations(IReadOnlyCollection<Reservation> reservations) => Write(
        reservations,
        $"""
        UPDATE {StockSchema.Reservations} AS known SET data = changed.data::jsonb, due_at = changed.due_at
        FROM unnest($1, $2, $3) AS changed(id, data, due_at) WHERE known.id = changed.id
        """);

    public static NpgsqlBatchCommand InsertMovements(IReadOnlyCollection<MovementRow> rows, DateTimeOffset now) => Command(
        $"""
        INSERT INTO {StockSchema.Movements}
            (level_id, version, kind, on_hand_delta, committed_delta, reserved_delta, on_hand, committed, reserved, available,
             low_stock_threshold, cause_type, cause_id, order_id, reason, actor, occurred_at, commit_id, recorded_at)
        SELECT unnest($1), unnest($2), unnest($3), unnest($4), unnest($5), unnest($6), unnest($7), unnest($8), unnest($9), unnest($10),
               unnest($11), unnest($12), unnest($13), unnest($14), unnest($15), unnest($16), unnest($17), unnest($18), $19
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
        Numbers(rows, row => row.Movement.After.LowStockThreshold),
        Texts(rows, row => row.Cause.MessageType),
        Texts(rows, row => row.Cause.Id),
        Texts(rows, row => row.Cause.OrderId),
        Texts(rows, row => row.Cause.LedgerReason),
        Texts(rows, row => row.Cause.Actor),
        Array(rows, row => row.Movement.OccurredAt.UtcDateTime, NpgsqlDbType.TimestampTz),
        Array(rows, row => row.CommitId, NpgsqlDbType.Uuid),
        Time(now));

    private static NpgsqlBatchCommand Write(IReadOnlyCollection<Reservation> reservations, string statement) => Command(
        statement,
        Texts(reservations, reservation => reservation.Id),
        Texts(reservations, reservation => JsonSerializer.Serialize(reservation, StockJson.Default.Reservation)),
        Array(reservations, reservation => reservation.DueAt?.UtcDateTime, NpgsqlDbType.TimestampTz));

    private static StockLevel[] Documents(IEnumerable<Level> levels) =>
        [.. levels.OrderBy(level => level.Key, LevelKey.ById).Select(StockLevel.From)];

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

using System.Data;
using System.Text.Json;
using Inventory.Contracts;
using Npgsql;

namespace Inventory.IntegrationTests.Model;

/// <summary>Reads what is stored of one sequence, at one moment.</summary>
internal sealed class SequenceTables(string connectionString) : IAsyncDisposable
{
    // What carries the time of recording instead of a time that its sender gave.
    private static readonly HashSet<string> s_datedByRecording = ["Reserved", "ReservationReleased", "ReservationExpired", "Configured"];

    private readonly NpgsqlDataSource _database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { MaxPoolSize = 8 });

    public async Task<StoredSequence> ReadAsync(
        IEnumerable<string> levels, IEnumerable<string> orders, IEnumerable<string> reservations, IEnumerable<string> operations)
    {
        await using var connection = await _database.OpenConnectionAsync();
        await using var moment = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead);
        await using var batch = new NpgsqlBatch(connection, moment)
        {
            BatchCommands =
            {
                Select("id, data, mt_version", "mt_doc_stock_level", "id", levels),
                Select("data", "mt_doc_stock_order", "id", orders),
                Select("data", "mt_doc_stock_reservation", "id", reservations),
                Select(
                    """
                    level_id, version, kind, on_hand_delta, committed_delta, reserved_delta, on_hand, committed, reserved, available, low_stock_threshold,
                    occurred_at, cause_type, cause_id, order_id, commit_id
                    """,
                    "movement", "level_id", levels),
                Select("id, coalesce(events, '[]')::text", "operation", "id", operations),
            },
        };
        await using var reader = await batch.ExecuteReaderAsync();
        return new StoredSequence(
            await ReadAsync(reader, row => Level(row.GetString(0), Json(row, 1), row.GetInt64(2))),
            await ReadAsync(reader, row => Order(Json(row, 0))),
            await ReadAsync(reader, row => Reservation(Json(row, 0))),
            (await ReadAsync(reader, Movement)).OrderBy(row => row.Movement.Version).ToLookup(row => row.Movement.Level),
            await ReadAsync(reader, row => new RecordedOperation(row.GetString(0), Events(Json(row, 1)))));
    }

    /// <summary>How many levels, orders, reservations and movements there are at all.</summary>
    public async Task<IReadOnlyList<long>> CountAllAsync()
    {
        await using var command = _database.CreateCommand(
            """
            SELECT (SELECT count(*) FROM inventory.mt_doc_stock_level), (SELECT count(*) FROM inventory.mt_doc_stock_order),
                   (SELECT count(*) FROM inventory.mt_doc_stock_reservation), (SELECT count(*) FROM inventory.movement)
            """);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetInt64)];
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private static NpgsqlBatchCommand Select(string columns, string table, string key, IEnumerable<string> ids) => new()
    {
        CommandText = $"SELECT {columns} FROM inventory.{table} WHERE {key} = ANY($1) ORDER BY {key}",
        Parameters = { new() { Value = ids.ToArray() } },
    };

    private static async Task<IReadOnlyList<T>> ReadAsync<T>(NpgsqlDataReader reader, Func<NpgsqlDataReader, T> read)
    {
        var rows = new List<T>();
        while (await reader.ReadAsync())
        {
            rows.Add(read(reader));
        }

        await reader.NextResultAsync();
        return rows;
    }

    private static JsonElement Json(NpgsqlDataReader row, int column)
    {
        using var json = JsonDocument.Parse(row.GetString(column));
        return json.RootElement.Clone();
    }

    private static ModelLevel Level(string id, JsonElement level, long version) => new(id)
    {
        OnHand = Number(level, "onHand"),
        Committed = Number(level, "committed"),
        Reserved = Number(level, "reserved"),
        SafetyStock = Number(level, "safetyStock"),
        BackorderLimit = Number(level, "backorderLimit"),
        LowStockThreshold = Number(level, "lowStockThreshold"),
        CountedAt = level.TryGetProperty("countedAt", out var at) && at.ValueKind is not JsonValueKind.Null ? at.GetDateTimeOffset() : null,
        Version = version,
    };

    private static string Order(JsonElement order)
    {
        var lines = order.GetProperty("lines").EnumerateArray().Select(line =>
            $"{LevelId(line)} {Number(line, "quantity")} ordered {Number(line, "committed")} committed {Number(line, "shipped")} shipped");
        return $"{order.GetProperty("id")}: {order.GetProperty("status")} [{string.Join(", ", lines)}]";
    }

    private static string Reservation(JsonElement reservation)
    {
        var lines = reservation.GetProperty("lines").EnumerateArray().Select(line => $"{LevelId(line)} {Number(line, "quantity")}");
        return $"{reservation.GetProperty("id")}: {reservation.GetProperty("status")} [{string.Join(", ", lines)}]";
    }

    private static LedgerRow Movement(NpgsqlDataReader row) => new(
        new ModelMovement(
            row.GetString(0), row.GetInt64(1), row.GetString(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetInt64(6), row.GetInt64(7),
            row.GetInt64(8), row.GetInt64(9), row.GetInt64(10), s_datedByRecording.Contains(row.GetString(2)) ? null : row.GetFieldValue<DateTimeOffset>(11)),
        new ChangeCause(row.GetString(12), row.GetString(13), row.IsDBNull(14) ? null : row.GetString(14)),
        row.GetGuid(15));

    private static object[] Events(JsonElement events) =>
        [.. events.EnumerateArray().Select(one => one.EnumerateObject().Single()).Select(one => EventText.Parse(one.Name, one.Value))];

    private static long Number(JsonElement document, string property) => document.TryGetProperty(property, out var number) ? number.GetInt64() : 0;

    private static string LevelId(JsonElement line) => $"{line.GetProperty("sku")}:{line.GetProperty("location")}";
}

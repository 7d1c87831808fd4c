using Npgsql;

namespace Inventory.Testing.Spaces;

/// <summary>A level's document.</summary>
public sealed record LevelDocument(string Id, string Sku, string Location, long OnHand, long Committed, long Reserved, long SafetyStock, long Version)
{
    public long Available => OnHand - Committed - Reserved - SafetyStock;
}

/// <summary>A ledger entry.</summary>
public sealed record LedgerEntry(
    string LevelId, long Version, long OnHandDelta, long CommittedDelta, long ReservedDelta,
    long OnHand, long Committed, long Reserved, long Available, string Cause, Guid CommitId);

/// <summary>What is recorded of a message: its operation, and the first event that answered it.</summary>
public sealed record OperationRow(string Id, string Answer)
{
    public string MessageType => Id.Split('/', 2)[0];

    /// <summary>The message as the ledger names it: what is unique for an order only stands there without the order.</summary>
    public string Cause => $"{MessageType}/{Id.Split('/', 2)[1].Split('\t')[^1]}";
}

/// <summary>A reservation that holds stock until it expires; when a worker is to announce that next.</summary>
public sealed record ActiveReservation(string Id, DateTimeOffset ExpiresAt, DateTimeOffset DueAt);

/// <summary>What is recorded of a filling of Redis.</summary>
public sealed record GenerationRow(string Cause, bool IsFilled, long? LevelsAhead);

/// <summary>Reads the tables with statements of its own, so that it does not share the product's mistakes.</summary>
public sealed class StockTables(string connectionString) : IAsyncDisposable
{
    private const string Name = "tests";

    private readonly NpgsqlDataSource _database =
        NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { MaxPoolSize = 4, ApplicationName = Name });

    public Task<IReadOnlyList<LevelDocument>> LevelsAsync() => QueryAsync(
        """
        SELECT id, data->>'sku', data->>'location', (data->>'onHand')::bigint, (data->>'committed')::bigint,
               (data->>'reserved')::bigint, (data->>'safetyStock')::bigint, mt_version
        FROM inventory.mt_doc_stock_level ORDER BY id
        """,
        row => new LevelDocument(
            row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetInt64(6), row.GetInt64(7)));

    public Task<IReadOnlyList<LedgerEntry>> LedgerAsync() => QueryAsync(
        """
        SELECT level_id, version, on_hand_delta, committed_delta, reserved_delta, on_hand, committed, reserved, available,
               cause_type || '/' || cause_id, commit_id
        FROM inventory.movement ORDER BY level_id, version
        """,
        row => new LedgerEntry(
            row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4),
            row.GetInt64(5), row.GetInt64(6), row.GetInt64(7), row.GetInt64(8), row.GetString(9), row.GetGuid(10)));

    public Task<IReadOnlyList<OperationRow>> OperationsAsync() => QueryAsync(
        "SELECT id, coalesce(events -> 0, 'null')::text FROM inventory.operation ORDER BY id", row => new OperationRow(row.GetString(0), row.GetString(1)));

    public Task<IReadOnlyList<ActiveReservation>> ActiveReservationsAsync() => QueryAsync(
        "SELECT id, (data->>'expiresAt')::timestamptz, due_at FROM inventory.mt_doc_stock_reservation WHERE due_at IS NOT NULL ORDER BY id",
        row => new ActiveReservation(row.GetString(0), row.GetFieldValue<DateTimeOffset>(1), row.GetFieldValue<DateTimeOffset>(2)));

    /// <summary>Every generation of Redis, oldest first.</summary>
    public Task<IReadOnlyList<GenerationRow>> GenerationsAsync() => QueryAsync(
        "SELECT cause, filled_at IS NOT NULL, levels_ahead FROM inventory.generation ORDER BY number",
        row => new GenerationRow(row.GetString(0), row.GetBoolean(1), row.IsDBNull(2) ? null : row.GetInt64(2)));

    /// <summary>How many messages of a type have been settled.</summary>
    public async Task<int> CountAsync(string messageType) =>
        (await OperationsAsync()).Count(operation => operation.Id.StartsWith($"{messageType}/", StringComparison.Ordinal));

    /// <summary>The levels that no transaction has locked, by id.</summary>
    public Task<IReadOnlyList<string>> UnlockedLevelsAsync() => QueryAsync(
        "SELECT id FROM inventory.mt_doc_stock_level ORDER BY id FOR UPDATE SKIP LOCKED", row => row.GetString(0));

    /// <summary>How many transactions wait for a lock that another one holds.</summary>
    public async Task<long> WaitingAsync() => (await QueryAsync(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'", row => row.GetInt64(0))).Single();

    /// <summary>How many messages were recorded by a worker whose clock was more than half an hour wrong.</summary>
    public async Task<long> RecordedByWrongClocksAsync() => (await QueryAsync(
        "SELECT count(*) FROM inventory.operation WHERE abs(extract(epoch FROM recorded_at - now())) > 1800", row => row.GetInt64(0))).Single();

    /// <summary>How many deadlocks PostgreSQL has had to resolve.</summary>
    public async Task<long> DeadlocksAsync() =>
        (await QueryAsync("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()", row => row.GetInt64(0))).Single();

    /// <summary>Ends every session of the database but those of tests.</summary>
    public Task EndOtherSessionsAsync() => ExecuteAsync(
        $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend' AND application_name <> '{Name}'");

    public async Task ExecuteAsync(string statement)
    {
        await using var command = _database.CreateCommand(statement);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Lets nobody read or write a table until it is disposed of.</summary>
    public async Task<IAsyncDisposable> LockAsync(string table)
    {
        var connection = await _database.OpenConnectionAsync();
        await using var command = new NpgsqlCommand($"BEGIN; LOCK TABLE {table}", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private async Task<IReadOnlyList<T>> QueryAsync<T>(string query, Func<NpgsqlDataReader, T> read)
    {
        await using var command = _database.CreateCommand(query);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
        {
            rows.Add(read(reader));
        }

        return rows;
    }
}

using Inventory.Stock.Storage;
using Npgsql;
using NpgsqlTypes;

namespace Inventory.Stock.Generations;

/// <summary>
/// The generations that there have been, in PostgreSQL: the newest is the one that counts. Each names the server and the
/// timeline it was begun on, so that a PostgreSQL that was promoted or restored shows.
/// </summary>
public sealed class GenerationLog(NpgsqlDataSource dataSource)
{
    private const string Timeline =
        "(SELECT system_identifier FROM pg_control_system()) || '/' || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8)";

    private const string SelectCurrent =
        $"SELECT id, cause, timeline = {Timeline} FROM {StockSchema.Generations} ORDER BY number DESC LIMIT 1";

    private const string Insert =
        $"""
        INSERT INTO {StockSchema.Generations} (number, id, cause, timeline, begun_at)
        SELECT coalesce(max(number), 0) + 1, gen_random_uuid(), $1, {Timeline}, now() FROM {StockSchema.Generations}
        RETURNING id
        """;

    private const string Complete =
        $"UPDATE {StockSchema.Generations} SET filled_at = now(), levels = $2, levels_ahead = $3 WHERE id = $1";

    /// <summary>Asks, within a transaction, for the generation that it will have to write through to.</summary>
    internal static NpgsqlBatchCommand Query() => new(SelectCurrent);

    internal static Generation Read(NpgsqlDataReader row) => new(row.GetGuid(0), Enum.Parse<GenerationCause>(row.GetString(1)), row.GetBoolean(2));

    /// <summary>The generation that counts; null before there is any.</summary>
    public async Task<Generation?> CurrentAsync(CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(SelectCurrent);
        return await ReadAsync(command, cancellationToken);
    }

    /// <summary>The id alone, which a standby can tell too; null before there is any.</summary>
    public async Task<Guid?> CurrentIdAsync(CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand($"SELECT id FROM {StockSchema.Generations} ORDER BY number DESC LIMIT 1");
        return (Guid?)await command.ExecuteScalarAsync(cancellationToken);
    }

    /// <summary>Begins a generation if there is a cause to; of several workers that see one, only the first does.</summary>
    /// <param name="findCause">Says what the cause is, given the generation that counts; null if there is none.</param>
    /// <param name="mark">
    /// Marks the new one in Redis, told of the one before it where only Redis has changed since; where that fails, none was begun.
    /// </param>
    /// <returns>What was begun; null if there was no cause.</returns>
    internal async Task<Generation?> BeginAsync(
        Func<Generation?, Task<GenerationCause?>> findCause, Func<Guid, Guid?, Task> mark, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var locking = new NpgsqlCommand($"SELECT pg_advisory_xact_lock(hashtext('{StockSchema.Generations}'))", connection, transaction);
        await locking.ExecuteNonQueryAsync(cancellationToken);
        await using var current = new NpgsqlCommand(SelectCurrent, connection, transaction);
        var before = await ReadAsync(current, cancellationToken);
        if (await findCause(before) is not { } cause)
        {
            return null;
        }

        await using var insert = new NpgsqlCommand(Insert, connection, transaction) { Parameters = { new() { Value = cause.ToString() } } };
        var begun = new Generation((Guid)(await insert.ExecuteScalarAsync(cancellationToken))!, cause, IsOfThisTimeline: true);
        await mark(begun.Id, cause is GenerationCause.RedisLost ? before!.Id : null);
        await transaction.CommitAsync(CancellationToken.None);
        return begun;
    }

    /// <summary>Records how a filling ended.</summary>
    /// <param name="id">The generation.</param>
    /// <param name="levels">How many levels were written.</param>
    /// <param name="ahead">How many levels Redis held in a version that PostgreSQL has lost; null where that was not looked for.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal async Task CompleteAsync(Guid id, long levels, long? ahead, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(Complete);
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = levels });
        command.Parameters.Add(new() { Value = (object?)ahead ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<Generation?> ReadAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? Read(reader) : null;
    }
}

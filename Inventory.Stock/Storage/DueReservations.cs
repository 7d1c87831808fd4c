using Npgsql;

namespace Inventory.Stock.Storage;

/// <summary>
/// The reservations whose time is over. Any number of workers may ask: each is handed to one of them, and to the next after ten
/// seconds if it has not been announced by then. PostgreSQL's clock says what is over: a worker's may be wrong.
/// </summary>
public sealed class DueReservations(NpgsqlDataSource dataSource)
{
    private const int PageSize = 500;

    // A worker may die with what it has been handed.
    private const string Take =
        $"""
        UPDATE {StockSchema.Reservations} SET due_at = now() + interval '10 seconds'
        WHERE id IN (
            SELECT id FROM {StockSchema.Reservations} WHERE due_at <= now() ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED)
        RETURNING id
        """;

    // What was announced waits in a queue, however long that is. Whoever ends it meanwhile has no use for another time.
    private const string Announced =
        $"""
        UPDATE {StockSchema.Reservations}
        SET due_at = now() + least(greatest(interval '10 seconds', now() - (data ->> 'expiresAt')::timestamptz), interval '5 minutes')
        WHERE id IN (
            SELECT id FROM {StockSchema.Reservations} WHERE id = ANY($1) AND due_at IS NOT NULL ORDER BY id FOR UPDATE SKIP LOCKED)
        """;

    /// <summary>The ids of some that are due; none where nothing is, or nothing that another worker has not been handed.</summary>
    public async Task<IReadOnlyList<string>> TakeAsync(CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(Take);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = PageSize });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var ids = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            ids.Add(reader.GetString(0));
        }

        return ids;
    }

    /// <summary>
    /// Hands out again only later what has been announced and has not ended: after as long again as it has been over by now, from ten
    /// seconds to five minutes.
    /// </summary>
    public async Task AnnouncedAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(Announced);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. ids] });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

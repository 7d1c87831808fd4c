using Npgsql;
using NpgsqlTypes;

namespace Inventory.Stock.Storage;

/// <summary>The reservations whose time is over. Any number of workers may ask: each is handed to one of them.</summary>
public sealed class DueReservations(NpgsqlDataSource dataSource)
{
    private const int PageSize = 500;

    // Whoever is handed one has ten seconds to see it ended, and at the next time as long again as it has been over by then, up to
    // five minutes: a worker may have died with it, or the queues may be full.
    private const string Take =
        $"""
        UPDATE {StockSchema.Reservations}
        SET due_at = $1 + least(greatest(interval '10 seconds', $1 - (data ->> 'expiresAt')::timestamptz), interval '5 minutes')
        WHERE id IN (
            SELECT id FROM {StockSchema.Reservations} WHERE due_at <= $1 ORDER BY due_at LIMIT $2 FOR UPDATE SKIP LOCKED)
        RETURNING id
        """;

    /// <summary>The ids of some that are due; none where nothing is, or nothing that another worker has not been handed.</summary>
    public async Task<IReadOnlyList<string>> TakeAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(Take);
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = now.UtcDateTime, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = PageSize });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var ids = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            ids.Add(reader.GetString(0));
        }

        return ids;
    }
}

using System.Data;
using Inventory.Stock.Storage;
using Npgsql;

namespace Inventory.Stock.Auditing;

/// <summary>
/// Compares, for every level, the ledger, the committed orders and the active reservations with the document. All in one snapshot, so whatever
/// differs differs for good: workers commit them together.
/// </summary>
public sealed class LedgerAudit(NpgsqlDataSource dataSource)
{
    /// <summary>The number of levels, and what differs.</summary>
    public async Task<(long Levels, IReadOnlyList<Difference> Differences)> CompareAsync(CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        await using var batch = new NpgsqlBatch(connection, snapshot)
        {
            // The whole ledger is added up, however long it is.
            Timeout = 0,
            BatchCommands = { new($"SELECT count(*) FROM {StockSchema.Levels}"), new(SelectDifferences) },
        };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var levels = reader.GetInt64(0);

        await reader.NextResultAsync(cancellationToken);
        var differences = new List<Difference>();
        while (await reader.ReadAsync(cancellationToken))
        {
            differences.Add(new Difference(reader.GetString(0), reader.GetString(1), Text(2), Text(3), null));
        }

        return (levels, differences);

        string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
    }

    // Everything is compared as text: a document that somebody spoilt by hand is to be reported, not to end the audit.
    private const string SelectDifferences =
        $"""
        WITH ledger AS (
            SELECT level_id, sum(on_hand_delta) AS on_hand, sum(committed_delta) AS committed, sum(reserved_delta) AS reserved,
                   max(version) AS version, count(*) AS entries
            FROM {StockSchema.Movements} GROUP BY level_id
        ),
        ordered AS (
            SELECT (line ->> 'sku') || ':' || (line ->> 'location') AS level_id, sum((line ->> 'committed')::bigint) AS committed
            FROM {StockSchema.Orders}, jsonb_array_elements(data -> 'lines') AS line
            WHERE data ->> 'status' = 'Committed' GROUP BY 1
        ),
        held AS (
            SELECT (line ->> 'sku') || ':' || (line ->> 'location') AS level_id, sum((line ->> 'quantity')::bigint) AS reserved
            FROM {StockSchema.Reservations}, jsonb_array_elements(data -> 'lines') AS line
            WHERE data ->> 'status' = 'Active' GROUP BY 1
        ),
        document AS (
            SELECT id AS level_id, data ->> 'onHand' AS on_hand, data ->> 'committed' AS committed, data ->> 'reserved' AS reserved,
                   data ->> 'version' AS version, mt_version::text AS mt_version
            FROM {StockSchema.Levels}
        )
        SELECT coalesce(document.level_id, ledger.level_id, ordered.level_id, held.level_id) AS id, claim.what, claim.ledger, claim.document
        FROM document
        FULL JOIN ledger USING (level_id)
        FULL JOIN ordered USING (level_id)
        FULL JOIN held USING (level_id)
        LEFT JOIN {StockSchema.Movements} AS latest ON latest.level_id = ledger.level_id AND latest.version = ledger.version
        CROSS JOIN LATERAL (SELECT ledger.level_id IS NOT NULL AND document.level_id IS NOT NULL) AS found(both_sides)
        CROSS JOIN LATERAL (VALUES
            (NOT both_sides, 'level', 'version ' || ledger.version, 'version ' || document.mt_version),
            (both_sides, 'onHand', ledger.on_hand::text, document.on_hand),
            (both_sides, 'committed', ledger.committed::text, document.committed),
            (both_sides, 'reserved', ledger.reserved::text, document.reserved),
            (both_sides, 'version', ledger.version::text, document.mt_version),
            (both_sides, 'version in data', ledger.version::text, document.version),
            (both_sides, 'number of movements', ledger.entries::text, document.mt_version),
            (both_sides, 'latest onHand', latest.on_hand::text, document.on_hand),
            (both_sides, 'latest committed', latest.committed::text, document.committed),
            (both_sides, 'latest reserved', latest.reserved::text, document.reserved),
            (true, 'committed by orders', coalesce(ordered.committed, 0)::text, coalesce(document.committed, '0')),
            (true, 'reserved by reservations', coalesce(held.reserved, 0)::text, coalesce(document.reserved, '0'))
        ) AS claim(applies, what, ledger, document)
        WHERE claim.applies AND claim.ledger IS DISTINCT FROM claim.document
        ORDER BY 1
        """;
}

using Npgsql;

namespace Inventory.Bench.Measuring;

/// <summary>
/// The past of a long-lived system: orders of two lines that were committed earlier, evenly over all SKUs but the probed one, with their
/// operations and movements. Written as sets while no worker runs, since only their bulk matters; Redis learns of a level with its next order.
/// </summary>
internal static class EarlierLedger
{
    private const string Fill =
        """
        CREATE TEMPORARY TABLE earlier AS
            SELECT row_number() OVER (ORDER BY step, id) AS number, id AS level_id, step
            FROM inventory.mt_doc_stock_level CROSS JOIN generate_series(1, $1 / (SELECT count(*) FROM inventory.mt_doc_stock_level)) AS step
            WHERE sku <> $2;
        """;

    private const string Movements =
        """
        INSERT INTO inventory.movement
            (level_id, version, kind, on_hand_delta, committed_delta, reserved_delta, on_hand, committed, reserved, available,
             low_stock_threshold, cause_type, cause_id, order_id, occurred_at, recorded_at, commit_id)
        SELECT level_id, mt_version + step, 'Committed', 0, 1, 0, (data ->> 'onHand')::bigint, step, 0, (data ->> 'onHand')::bigint - step,
               0, 'OrderPlaced', 'earlier-' || (number + 1) / 2, 'earlier-' || (number + 1) / 2, now(), now(), md5((number / 250)::text)::uuid
        FROM earlier JOIN inventory.mt_doc_stock_level AS level ON level.id = level_id
        ORDER BY number
        """;

    private const string Operations =
        """
        INSERT INTO inventory.operation (id, fingerprint, events, commit_id, recorded_at)
        SELECT 'OrderPlaced/earlier-' || number / 2, md5(number::text) || md5(number::text),
               json_build_array(json_build_object('StockCommitted', json_build_object('orderId', 'earlier-' || number / 2, 'lines', json_build_array(), 'committedAt', now()))),
               md5((number / 250)::text)::uuid, now()
        FROM earlier WHERE number % 2 = 0 ORDER BY number
        """;

    private const string Orders =
        """
        INSERT INTO inventory.mt_doc_stock_order (id, data)
        SELECT 'earlier-' || number / 2, jsonb_build_object(
            'id', 'earlier-' || number / 2, 'status', 'Committed', 'placedAt', now(), 'lines', jsonb_build_array(
                jsonb_build_object('sku', level_id, 'location', 'default', 'quantity', 1), jsonb_build_object('sku', level_id, 'location', 'default', 'quantity', 1)))
        FROM earlier WHERE number % 2 = 0 ORDER BY number
        """;

    private const string Levels =
        """
        UPDATE inventory.mt_doc_stock_level AS level
        SET mt_version = mt_version + past.steps, data = jsonb_set(data, '{committed}', to_jsonb(past.steps))
        FROM (SELECT level_id, max(step) AS steps FROM earlier GROUP BY level_id) AS past WHERE past.level_id = level.id
        """;

    /// <param name="postgres">The database; its levels exist.</param>
    /// <param name="movements">How many movements the ledger is to hold beside the first ones.</param>
    public static async Task WriteAsync(string postgres, long movements)
    {
        await using var connection = new NpgsqlConnection(postgres);
        await connection.OpenAsync();
        await using var fill = new NpgsqlCommand(Fill, connection) { CommandTimeout = 0, Parameters = { new() { Value = movements }, new() { Value = Probe.Sku } } };
        await fill.ExecuteNonQueryAsync();

        foreach (var statement in (string[])[Movements, Operations, Orders, Levels, "DROP TABLE earlier", "VACUUM ANALYZE inventory.movement, inventory.operation, inventory.mt_doc_stock_order, inventory.mt_doc_stock_level"])
        {
            await using var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 0 };
            await command.ExecuteNonQueryAsync();
        }
    }
}

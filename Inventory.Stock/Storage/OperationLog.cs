using Inventory.Contracts;
using Inventory.Stock.Decisions;
using Npgsql;

namespace Inventory.Stock.Storage;

/// <summary>What became of operations, for those who wait for it.</summary>
public sealed class OperationLog(NpgsqlDataSource dataSource)
{
    /// <summary>The operations among these that are recorded.</summary>
    public async Task<IReadOnlyDictionary<OperationId, OperationEntry>> FindAsync(IEnumerable<OperationId> ids, CancellationToken cancellationToken)
    {
        var found = new Dictionary<OperationId, OperationEntry>();
        await using var command = dataSource.CreateCommand(
            $"""
            SELECT id, fingerprint, events -> 0 -> '{nameof(StockRejected)}' ->> 'reason'
            FROM {StockSchema.Operations} WHERE id = ANY($1)
            """);
        command.Parameters.Add(new() { Value = ids.Select(id => id.ToString()).ToArray() });
        try
        {
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                found.Add(
                    OperationId.Parse(reader.GetString(0)),
                    new OperationEntry(
                        Fingerprint.Parse(reader.GetString(1)),
                        reader.IsDBNull(2) ? null : Enum.Parse<RejectionReason>(reader.GetString(2))));
            }
        }
        catch (PostgresException missing) when (missing.SqlState is PostgresErrorCodes.UndefinedTable)
        {
            // No worker has made the tables yet, so nothing is recorded.
        }

        return found;
    }
}

/// <summary>A recorded operation.</summary>
/// <param name="Fingerprint">Hash of the payload that it was decided with.</param>
/// <param name="Rejection">Why the order was rejected; null for everything else.</param>
public sealed record OperationEntry(Fingerprint Fingerprint, RejectionReason? Rejection);

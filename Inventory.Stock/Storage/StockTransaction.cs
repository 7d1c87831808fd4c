using System.Text.Json;
using Inventory.Contracts;
using Inventory.Stock.Decisions;
using Npgsql;

namespace Inventory.Stock.Storage;

/// <summary>
/// One transaction over one group of commands: lock and load in one round trip, write and commit in another.
/// Locks are taken in one order everywhere (missing levels, then levels by id), so workers do not deadlock.
/// </summary>
public sealed class StockTransaction(NpgsqlConnection connection, NpgsqlTransaction transaction) : IAsyncDisposable
{
    public async Task<LockedStock> LoadAndLockAsync(IReadOnlyList<StockCommand> commands, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        var missing = commands.OfType<ReceiveStock>().SelectMany(receipt => receipt.Lines).Select(line => line.Key).ToHashSet();
        if (missing.Count > 0)
        {
            batch.BatchCommands.Add(StockStatements.InsertMissingLevels(missing));
        }

        batch.BatchCommands.Add(StockStatements.LockLevels(commands.SelectMany(command => command.Lines).Select(line => line.Key.Id).Distinct()));
        batch.BatchCommands.Add(StockStatements.SelectOperations(commands.Select(command => command.OperationId).Distinct()));

        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var levels = new Dictionary<LevelKey, Level>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var document = JsonSerializer.Deserialize(reader.GetString(0), StockJson.Default.StockLevel)!;
            document.Version = reader.GetInt64(1);
            var level = document.ToLevel();
            levels.Add(level.Key, level);
        }

        await reader.NextResultAsync(cancellationToken);
        var operations = new Dictionary<OperationId, RecordedOperation>();
        while (await reader.ReadAsync(cancellationToken))
        {
            operations.Add(
                OperationId.Parse(reader.GetString(0)),
                new RecordedOperation(
                    Fingerprint.Parse(reader.GetString(1)),
                    OutcomeCodec.Decode(reader.GetString(2), reader.IsDBNull(3) ? null : reader.GetString(3)),
                    reader.IsDBNull(4) ? null : reader.GetGuid(4)));
        }

        return new LockedStock(levels, operations);
    }

    /// <summary>The changes of earlier commits, read back from the ledger, so that they can be reported again.</summary>
    public async Task<IReadOnlyList<CommittedChanges>> LoadChangesAsync(IReadOnlyCollection<Guid> commitIds, CancellationToken cancellationToken)
    {
        if (commitIds.Count == 0)
        {
            return [];
        }

        await using var batch = new NpgsqlBatch(connection, transaction) { BatchCommands = { StockStatements.SelectChanges(commitIds) } };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var changes = new List<(Guid CommitId, LevelChange Change)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var key = LevelKey.Parse(reader.GetString(1));
            changes.Add((reader.GetGuid(0), new LevelChange(
                key.Sku, key.Location,
                reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5), reader.GetInt64(6),
                new ChangeCause(reader.GetString(7), reader.GetString(8)))));
        }

        return [.. changes
            .GroupBy(change => change.CommitId, change => change.Change)
            .Select(commit => new CommittedChanges(commit.Key, MovementRow.Report(commit)))];
    }

    /// <summary>
    /// Writes what the verdicts say, and commits. Takes no token: from here on a request to stop must not leave the
    /// outcome unknown.
    /// </summary>
    /// <returns>What this commit did to levels; null where it changed none.</returns>
    public async Task<CommittedChanges?> CommitAsync(LockedStock stock, IReadOnlyList<Verdict> verdicts, DateTimeOffset now)
    {
        var applied = verdicts.OfType<Verdict.Applied>().ToArray();
        var untouched = stock.Levels.Values.Where(level => !level.Exists).Select(level => level.Key.Id).ToArray();
        var rows = MovementRow.From(applied);
        await using var batch = new NpgsqlBatch(connection, transaction);
        if (untouched.Length > 0)
        {
            batch.BatchCommands.Add(StockStatements.DeleteUntouchedLevels(untouched));
        }

        if (applied.Length > 0)
        {
            batch.BatchCommands.Add(StockStatements.InsertOperations(applied, now));
            batch.BatchCommands.Add(StockStatements.InsertOrders(applied));
        }

        if (rows.Length > 0)
        {
            batch.BatchCommands.Add(StockStatements.UpdateLevels(rows.Select(row => row.Movement.Key).Distinct().Select(key => stock.Levels[key])));
            batch.BatchCommands.Add(StockStatements.InsertMovements(rows, now));
        }

        batch.BatchCommands.Add(new NpgsqlBatchCommand("COMMIT"));
        await batch.ExecuteNonQueryAsync(CancellationToken.None);
        return MovementRow.Changes(rows);
    }

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }
}

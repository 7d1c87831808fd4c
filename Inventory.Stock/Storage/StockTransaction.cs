using System.Text.Json;
using Inventory.Contracts;
using Inventory.Stock.Decisions;
using Inventory.Stock.Generations;
using Npgsql;

namespace Inventory.Stock.Storage;

/// <summary>
/// One transaction over one group of commands: lock and load in one round trip, write and commit in another.
/// Locks are taken in one order everywhere (orders, then reservations, then levels, each by id), so workers do not deadlock. What does not exist
/// yet cannot be locked: two workers that make the same order or level meet at its insertion, and the second starts over. Who is
/// refused inserts nothing, so what was not there is looked for once more.
/// </summary>
public sealed class StockTransaction(NpgsqlDataSource dataSource, NpgsqlConnection connection, NpgsqlTransaction transaction) : IAsyncDisposable
{
    private readonly HashSet<string> _knownOrders = [];
    private readonly HashSet<string> _knownReservations = [];
    private bool _isCommitted;

    /// <summary>The generation of Redis that what is committed here is to be written through to.</summary>
    public Guid Generation { get; private set; }

    /// <exception cref="MadeMeanwhileException">What was found does not belong together.</exception>
    /// <exception cref="GenerationLostException">There is no generation on PostgreSQL's timeline yet.</exception>
    public async Task<StockState> LoadAndLockAsync(IReadOnlyList<StockCommand> commands, CancellationToken cancellationToken)
    {
        var state = new StockState();
        var orders = commands.Select(command => command.OrderId).OfType<string>().Distinct().ToArray();
        var wholeOrders = commands.Where(command => command.MeansWholeOrder).Select(command => command.OrderId!).Distinct().ToArray();
        var reservations = commands.Select(command => command.TouchedReservation).OfType<string>().Distinct().ToArray();
        var levels = commands.SelectMany(command => command.Lines).Select(line => line.Key.Id).Distinct();

        var counts = commands.OfType<CountStock>().DistinctBy(count => (count.Key, count.OccurredAt)).ToArray();

        var batch = new ReadBatch(connection, transaction);
        if (orders.Length > 0)
        {
            batch.Add(StockStatements.LockOrders(orders), row =>
            {
                var order = JsonSerializer.Deserialize(row.GetString(0), StockJson.Default.Order)!;
                state.Orders.Add(order.Id, order);
                _knownOrders.Add(order.Id);
            });
        }

        if (reservations.Length > 0)
        {
            batch.Add(StockStatements.LockReservations(reservations), row =>
            {
                var reservation = JsonSerializer.Deserialize(row.GetString(0), StockJson.Default.Reservation)!;
                state.Reservations.Add(reservation.Id, reservation);
                _knownReservations.Add(reservation.Id);
            });
        }

        var lockLevels = wholeOrders.Length + reservations.Length == 0
            ? StockStatements.LockLevels(levels)
            : StockStatements.LockLevels(levels, wholeOrders, reservations);
        batch.Add(lockLevels, row =>
        {
            var document = JsonSerializer.Deserialize(row.GetString(0), StockJson.Default.StockLevel)!;
            document.Version = row.GetInt64(1);
            var level = document.ToLevel();
            state.Levels.Add(level.Key, level);
        });

        batch.Add(StockStatements.SelectOperations(commands.Select(command => command.OperationId).Distinct()), row => state.Operations.Add(
            OperationId.Parse(row.GetString(0)),
            new RecordedOperation(
                Fingerprint.Parse(row.GetString(1)),
                OutcomeCodec.Decode(row.IsDBNull(2) ? null : row.GetString(2)),
                row.IsDBNull(3) ? null : row.GetGuid(3))));

        if (counts.Length > 0)
        {
            foreach (var count in counts)
            {
                state.MovedSince.Add((count.Key, count.OccurredAt), 0);
            }

            batch.Add(StockStatements.SelectMovedSince(counts), row =>
                state.MovedSince[(LevelKey.Parse(row.GetString(0)), row.GetFieldValue<DateTimeOffset>(1))] = row.GetInt64(2));
        }

        Generation? generation = null;
        batch.Add(GenerationLog.Query(), row => generation = GenerationLog.Read(row));

        await batch.RunAsync(cancellationToken);
        Generation = generation is { IsOfThisTimeline: true }
            ? generation.Id
            : throw new GenerationLostException("There is no generation on PostgreSQL's timeline.");
        await LookAgainAsync(commands, state, cancellationToken);
        return state;
    }

    /// <summary>
    /// A level that was waited for is seen as its last holder left it; what that one made is not seen, because it was looked for
    /// before. An order would be refused for the stock that its own reservation has just taken.
    /// </summary>
    private async Task LookAgainAsync(IReadOnlyList<StockCommand> commands, StockState state, CancellationToken cancellationToken)
    {
        var levels = commands.SelectMany(command => command.Lines).Select(line => line.Key).Where(key => !state.Levels.ContainsKey(key))
            .Select(key => key.Id).Distinct().ToArray();
        var reservations = commands.OfType<PlaceOrder>().Select(order => order.ReservationId).OfType<string>()
            .Where(id => !_knownReservations.Contains(id)).Distinct().ToArray();
        if (levels.Length + reservations.Length == 0)
        {
            return;
        }

        await using var batch = new NpgsqlBatch(connection, transaction) { BatchCommands = { StockStatements.SelectExists(levels, reservations) } };
        if (await batch.ExecuteScalarAsync(cancellationToken) is true)
        {
            throw new MadeMeanwhileException();
        }
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
        var changes = new List<(Guid CommitId, ChangedLevel Level)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var key = LevelKey.Parse(reader.GetString(1));
            var change = new LevelChange(
                key.Sku, key.Location,
                reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5), reader.GetInt64(6),
                new ChangeCause(reader.GetString(7), reader.GetString(8), reader.IsDBNull(12) ? null : reader.GetString(12)));
            changes.Add((reader.GetGuid(0), new ChangedLevel(
                change,
                reader.IsDBNull(10) ? null : new StockStanding(reader.GetInt64(10), reader.GetInt64(11)),
                new StockStanding(change.Available, reader.GetInt64(9)))));
        }

        return [.. changes.GroupBy(change => change.CommitId, change => change.Level, CommittedChanges.Of)];
    }

    /// <summary>
    /// Writes what the verdicts say, and commits. Takes no token: from here on a request to stop must not leave the
    /// outcome unknown.
    /// </summary>
    /// <returns>What this commit did to levels; null where it changed none.</returns>
    public async Task<CommittedChanges?> CommitAsync(StockState state, IReadOnlyList<Verdict> verdicts, DateTimeOffset now)
    {
        var applied = verdicts.OfType<Verdict.Applied>().ToArray();
        var rows = MovementRow.From(applied);
        await using var batch = new NpgsqlBatch(connection, transaction);
        if (applied.Length > 0)
        {
            batch.BatchCommands.Add(StockStatements.InsertOperations(applied, now));
        }

        var orders = applied.Select(verdict => verdict.Decision.Order?.Id).OfType<string>().Distinct().Order(StringComparer.Ordinal)
            .ToLookup(_knownOrders.Contains, id => state.Orders[id]);
        Add(batch, [.. orders[true]], StockStatements.UpdateOrders);
        Add(batch, [.. orders[false]], StockStatements.InsertOrders);

        var reservations = applied.Select(verdict => verdict.Decision.Reservation?.Id).OfType<string>().Distinct().Order(StringComparer.Ordinal)
            .ToLookup(_knownReservations.Contains, id => state.Reservations[id]);
        Add(batch, [.. reservations[true]], StockStatements.UpdateReservations);
        Add(batch, [.. reservations[false]], StockStatements.InsertReservations);

        var levels = rows.DistinctBy(row => row.Movement.Key)
            .ToLookup(first => first.Movement.Before.Exists, first => state.Levels[first.Movement.Key]);
        Add(batch, [.. levels[true]], StockStatements.UpdateLevels);
        Add(batch, [.. levels[false]], StockStatements.InsertLevels);
        Add(batch, rows, some => StockStatements.InsertMovements(some, now));

        batch.BatchCommands.Add(new NpgsqlBatchCommand("COMMIT"));
        await batch.ExecuteNonQueryAsync(CancellationToken.None);
        _isCommitted = true;
        return MovementRow.Changes(rows);
    }

    /// <summary>
    /// A transaction that failed takes its session with it: in which state the session is, and what Npgsql believes of it, is
    /// certain only after a success.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (!_isCommitted)
        {
            dataSource.Clear();
        }

        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }

    private static void Add<T>(NpgsqlBatch batch, T[] rows, Func<T[], NpgsqlBatchCommand> write)
    {
        if (rows.Length > 0)
        {
            batch.BatchCommands.Add(write(rows));
        }
    }
}

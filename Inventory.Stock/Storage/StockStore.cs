using Npgsql;

namespace Inventory.Stock.Storage;

/// <summary>Opens the transaction in which a group of commands is decided. Always on the primary.</summary>
public sealed class StockStore(NpgsqlDataSource dataSource)
{
    private const string LongestStandstill = "30s";

    // PostgreSQL would compile a statement that it expects to be dear, each time it is run. A look into a long ledger is expected to
    // be, and takes a twentieth of what compiling it does.
    private const string SessionSettings = $"-c jit=off -c lock_timeout=10s -c idle_in_transaction_session_timeout={LongestStandstill}";

    /// <summary>
    /// A data source fit for the write path: statements that are prepared and not compiled, and time limits that keep a frozen process
    /// from holding others up for ever.
    /// </summary>
    /// <param name="connectionString">Of the primary.</param>
    /// <param name="clientName">The name of the sessions at PostgreSQL, where the connection string gives none. Those of one name end each other's standstills.</param>
    public static NpgsqlDataSource CreateDataSource(string connectionString, string clientName)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        if (!settings.ShouldSerialize("Max Auto Prepare")) // ContainsKey is true of every keyword there is.
        {
            settings.MaxAutoPrepare = 32;
        }

        settings.ApplicationName ??= clientName;

        // Given at the start of the session: a SET would not outlive the connection's return to the pool.
        settings.Options = $"{settings.Options} {SessionSettings}".TrimStart();
        return NpgsqlDataSource.Create(settings);
    }

    public async Task<StockTransaction> BeginAsync(CancellationToken cancellationToken)
    {
        var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        try
        {
            return new StockTransaction(connection, await connection.BeginTransactionAsync(cancellationToken));
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Ends our sessions, of any process, that hold locks while a part of what they were sent is waited for, for longer than
    /// <c>idle_in_transaction_session_timeout</c> allows: it counts only those that wait for the next batch, not for the rest of one.
    /// </summary>
    /// <returns>How many there were.</returns>
    public async Task<long> EndStandstillsAsync(CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            $"""
            SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
            WHERE datname = current_database() AND usename = current_user AND application_name = current_setting('application_name')
                AND state = 'active' AND wait_event = 'ClientRead' AND backend_xid IS NOT NULL
                AND xact_start < clock_timestamp() - interval '{LongestStandstill}'
            """);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    public async Task ProbeAsync(CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("SELECT 1");
        await command.ExecuteScalarAsync(cancellationToken);
    }
}

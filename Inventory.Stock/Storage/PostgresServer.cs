using Npgsql;

namespace Inventory.Stock.Storage;

/// <summary>What the server itself is asked, whatever the groups are about.</summary>
public sealed class PostgresServer(NpgsqlDataSource dataSource)
{
    /// <summary>Returns if the server answers.</summary>
    public async Task ProbeAsync(CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("SELECT 1");
        await command.ExecuteScalarAsync(cancellationToken);
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
                AND xact_start < clock_timestamp() - interval '{PostgresSessions.LongestStandstill}'
            """);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}

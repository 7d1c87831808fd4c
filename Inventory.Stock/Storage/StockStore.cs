using Npgsql;

namespace Inventory.Stock.Storage;

/// <summary>Opens the transaction in which a group of commands is decided. Always on the primary.</summary>
public sealed class StockStore(NpgsqlDataSource dataSource)
{
    private const string TimeLimits = "-c lock_timeout=10s -c idle_in_transaction_session_timeout=30s";

    /// <summary>
    /// A data source fit for the write path: prepared statements, and time limits that keep a frozen process from
    /// holding others up for ever.
    /// </summary>
    public static NpgsqlDataSource CreateDataSource(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        if (!settings.ContainsKey("Max Auto Prepare"))
        {
            settings.MaxAutoPrepare = 32;
        }

        // Given at the start of the session: a SET would not outlive the connection's return to the pool.
        settings.Options = $"{settings.Options} {TimeLimits}".TrimStart();
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

    public async Task ProbeAsync(CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("SELECT 1");
        await command.ExecuteScalarAsync(cancellationToken);
    }
}

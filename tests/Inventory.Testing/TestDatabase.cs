using Npgsql;

namespace Inventory.Testing;

/// <summary>A database of a test's own on the server that all share.</summary>
public static class TestDatabase
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task CreateAsync(string server, string name)
    {
        await DropAsync(server, name);
        await ExecuteAsync(server, $"CREATE DATABASE {name} TEMPLATE template0");
    }

    /// <summary>Drops it if it is there. Refused while autovacuum is at work in it, whose process is not ours to end: that takes a moment.</summary>
    public static async Task DropAsync(string server, string name)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                await ExecuteAsync(server, $"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
                return;
            }
            catch (PostgresException busy) when (busy.SqlState is PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.ObjectInUse && !patience.IsCancellationRequested)
            {
                await Task.Delay(BetweenTries);
            }
        }
    }

    private static async Task ExecuteAsync(string server, string statement)
    {
        // Not pooled: a pool would hand out a connection from before an outage.
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(server) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync();
    }
}

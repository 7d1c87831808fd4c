using Npgsql;

namespace Inventory.Stock.Storage;

/// <summary>
/// The right to do what one process at a time is enough for. Whoever dies with it loses it with its connection. One that was taken
/// for dead may go on all the same, so nothing may depend on being alone.
/// </summary>
public sealed class Turn : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly string _name;

    private Turn(NpgsqlConnection connection, string name) => (_connection, _name) = (connection, name);

    /// <summary>Null while another process has it.</summary>
    public static async Task<Turn?> TryTakeAsync(NpgsqlDataSource dataSource, string name, CancellationToken cancellationToken)
    {
        var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        try
        {
            if (await RunAsync(connection, "pg_try_advisory_lock", name, cancellationToken))
            {
                return new Turn(connection, name);
            }
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        await connection.DisposeAsync();
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await RunAsync(_connection, "pg_advisory_unlock", _name, CancellationToken.None);
        }
        catch (NpgsqlException)
        {
            // The connection is gone, and the lock with it.
        }
        finally
        {
            await _connection.DisposeAsync();
        }
    }

    private static async Task<bool> RunAsync(NpgsqlConnection connection, string function, string name, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"SELECT {function}(hashtext('{StockSchema.Name}'), hashtext($1))", connection)
        {
            Parameters = { new() { Value = name } },
        };
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }
}

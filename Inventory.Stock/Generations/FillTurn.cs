using Inventory.Stock.Storage;
using Npgsql;

namespace Inventory.Stock.Generations;

/// <summary>
/// The right to fill Redis, which one process has at a time. Whoever dies with it loses it with its connection; should one that was taken
/// for dead go on filling all the same, both write the truth through the same guard.
/// </summary>
public sealed class FillTurn : IAsyncDisposable
{
    private const string Name = $"hashtext('{StockSchema.Generations}'), 1";
    private readonly NpgsqlConnection _connection;

    private FillTurn(NpgsqlConnection connection) => _connection = connection;

    /// <summary>Null while another process has it.</summary>
    public static async Task<FillTurn?> TryTakeAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var command = new NpgsqlCommand($"SELECT pg_try_advisory_lock({Name})", connection);
            if (await command.ExecuteScalarAsync(cancellationToken) is true)
            {
                return new FillTurn(connection);
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
            await using var command = new NpgsqlCommand($"SELECT pg_advisory_unlock({Name})", _connection);
            await command.ExecuteNonQueryAsync(CancellationToken.None);
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
}

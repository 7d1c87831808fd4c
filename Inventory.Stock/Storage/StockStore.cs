using Npgsql;

namespace Inventory.Stock.Storage;

/// <summary>Opens the transaction in which a group of commands is decided. Always on the primary.</summary>
/// <param name="dataSource">Of <see cref="PostgresSessions.CreateGroupDataSource"/>.</param>
public sealed class StockStore(NpgsqlDataSource dataSource)
{
    public async Task<StockTransaction> BeginAsync(CancellationToken cancellationToken)
    {
        var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        try
        {
            return new StockTransaction(dataSource, connection, await connection.BeginTransactionAsync(cancellationToken));
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}

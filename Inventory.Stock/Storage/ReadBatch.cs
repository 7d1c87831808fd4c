using Npgsql;

namespace Inventory.Stock.Storage;

/// <summary>Several queries in one round trip, each with what is done with its rows.</summary>
internal sealed class ReadBatch(NpgsqlConnection connection, NpgsqlTransaction transaction)
{
    private readonly List<(NpgsqlBatchCommand Query, Action<NpgsqlDataReader> Row)> _queries = [];

    public void Add(NpgsqlBatchCommand query, Action<NpgsqlDataReader> row) => _queries.Add((query, row));

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        foreach (var (query, _) in _queries)
        {
            batch.BatchCommands.Add(query);
        }

        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        foreach (var (_, row) in _queries)
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                row(reader);
            }

            await reader.NextResultAsync(cancellationToken);
        }
    }
}

using Inventory.Contracts;
using Npgsql;
using StackExchange.Redis;

namespace Inventory.Bench.Contestants;

/// <summary>
/// What a flash-sale tutorial does: one conditional UPDATE per line, DECRBY, one event. It knows no order again: a message that comes
/// twice takes its stock twice, in PostgreSQL and in Redis, and a crash between the two leaves them apart for good.
/// </summary>
internal sealed class PlainSql(IReadOnlyList<string> skus, IConfiguration configuration, TimeProvider clock) : BackgroundService
{
    public const string Name = "plain-sql";

    // As many as the connections: more would only wait for one.
    private const ushort Concurrency = 32;

    private readonly NpgsqlDataSource _postgres = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(configuration.GetConnectionString("Postgres"))
    {
        MaxPoolSize = Concurrency,
        MaxAutoPrepare = 8,
    });

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var create = _postgres.CreateCommand("CREATE TABLE plain_stock (sku text PRIMARY KEY, available bigint NOT NULL)");
        await create.ExecuteNonQueryAsync(stoppingToken);
        await using var fill = _postgres.CreateCommand("INSERT INTO plain_stock SELECT sku, $2 FROM unnest($1) AS sku");
        fill.Parameters.AddWithValue(skus.ToArray());
        fill.Parameters.AddWithValue(Workload.OpeningStock);
        await fill.ExecuteNonQueryAsync(stoppingToken);

        await using var redis = await ConnectionMultiplexer.ConnectAsync(configuration.GetConnectionString("Redis")!);
        var counters = redis.GetDatabase();
        await Task.WhenAll(skus.Select(sku => counters.StringSetAsync($"available:{sku}", Workload.OpeningStock)));
        await RawQueue.ConsumeAsync(configuration, Concurrency, order => AnswerAsync(order, counters), stoppingToken);
    }

    public override void Dispose()
    {
        _postgres.Dispose();
        base.Dispose();
    }

    private async Task<object> AnswerAsync(OrderPlaced order, IDatabase counters)
    {
        if (!await TakeAsync(order))
        {
            return new StockRejected(order.OrderId, RejectionReason.OutOfStock, [], clock.GetUtcNow());
        }

        await Task.WhenAll(order.Lines.Select(line => counters.StringDecrementAsync($"available:{line.Sku}", line.Quantity)));
        return new StockCommitted(order.OrderId, [.. order.Lines.Select(line => new CommittedLine(line.Sku, "default", line.Quantity, 0))], clock.GetUtcNow());
    }

    private async Task<bool> TakeAsync(OrderPlaced order)
    {
        await using var connection = await _postgres.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();

        // In one order, so that two orders of the same goods do not deadlock.
        foreach (var line in order.Lines.OrderBy(line => line.Sku, StringComparer.Ordinal))
        {
            await using var take = new NpgsqlCommand("UPDATE plain_stock SET available = available - $2 WHERE sku = $1 AND available >= $2", connection, transaction)
            {
                Parameters = { new() { Value = line.Sku }, new() { Value = line.Quantity } },
            };
            if (await take.ExecuteNonQueryAsync() == 0)
            {
                return false;
            }
        }

        await transaction.CommitAsync();
        return true;
    }
}

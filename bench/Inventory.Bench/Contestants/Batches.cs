using Inventory.Contracts;
using Marten;
using MassTransit;
using StackExchange.Redis;

namespace Inventory.Bench.Contestants;

/// <summary>
/// What MassTransit offers for throughput: a batch of orders as one message, one Marten session for it. It keeps what the first
/// handler keeps. One bad order faults its whole batch.
/// </summary>
internal sealed class Batches(IDocumentStore store, IConnectionMultiplexer redis, TimeProvider clock) : IConsumer<Batch<OrderPlaced>>
{
    public const string Name = "batches";

    // The sizes were measured: docs/performance.md.
    public const int Prefetch = 4_000;

    public static void Limit(BatchOptions batch) => batch.SetMessageLimit(2_000).SetTimeLimit(TimeSpan.FromMilliseconds(10)).SetConcurrencyLimit(1);

    public async Task Consume(ConsumeContext<Batch<OrderPlaced>> context)
    {
        var orders = context.Message.Select(each => each.Message).ToArray();
        await using var session = store.LightweightSession();
        var known = (await session.LoadManyAsync<SimpleOrder>(context.CancellationToken, orders.Select(order => order.OrderId).Distinct()))
            .Select(order => order.Id).ToHashSet();
        var levels = (await session.LoadManyAsync<SimpleStock>(
                context.CancellationToken, orders.SelectMany(order => order.Lines).Select(line => line.Sku).Distinct().Order(StringComparer.Ordinal)))
            .ToDictionary(level => level.Id);
        var moved = new SortedDictionary<string, SimpleStock>(StringComparer.Ordinal);
        var answers = new List<object>();
        foreach (var order in orders)
        {
            if (known.Add(order.OrderId))
            {
                answers.Add(Decide(order, levels, moved));
                session.Store(new SimpleOrder { Id = order.OrderId, Lines = [.. order.Lines] });
            }
        }

        foreach (var level in moved.Values)
        {
            session.UpdateRevision(level, level.Version + 1);
        }

        await session.SaveChangesAsync(context.CancellationToken);
        var database = redis.GetDatabase();
        await Task.WhenAll(moved.Values.Select(level => database.StringSetAsync($"available:{level.Id}", level.Available)));
        await Task.WhenAll(answers.Select(answer => context.Publish(answer)));
    }

    private object Decide(OrderPlaced order, Dictionary<string, SimpleStock> levels, SortedDictionary<string, SimpleStock> moved)
    {
        if (order.Lines.Any(line => levels[line.Sku].Available < line.Quantity))
        {
            return new StockRejected(order.OrderId, RejectionReason.OutOfStock, [], clock.GetUtcNow());
        }

        foreach (var line in order.Lines)
        {
            var level = levels[line.Sku];
            level.Committed += line.Quantity;
            moved[line.Sku] = level;
        }

        return new StockCommitted(
            order.OrderId, [.. order.Lines.Select(line => new CommittedLine(line.Sku, "default", line.Quantity, levels[line.Sku].Version + 1))], clock.GetUtcNow());
    }
}

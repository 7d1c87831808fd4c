using Inventory.Contracts;
using Marten;
using MassTransit;
using StackExchange.Redis;

namespace Inventory.Bench.Contestants;

/// <summary>
/// The handler one writes first: a Marten session per message, optimistic versions, retries on conflict, one StringSet per
/// SKU, one event. It keeps no ledger and heals nothing after a crash between PostgreSQL and Redis.
/// </summary>
internal sealed class FirstHandler(IDocumentStore store, IConnectionMultiplexer redis, TimeProvider clock) : IConsumer<OrderPlaced>
{
    public const string Name = "first-handler";

    // 16 is MassTransit's default here; 32 drains faster, 64 no more so while its conflicts grow.
    public const int Prefetch = 32;

    public static void Retry(IRetryConfigurator retry)
    {
        // On one hot SKU, fifty were used up, and orders ended in the error queue.
        retry.Handle<JasperFx.ConcurrencyException>();
        retry.Immediate(1_000);
    }

    public async Task Consume(ConsumeContext<OrderPlaced> context)
    {
        var order = context.Message;
        await using var session = store.LightweightSession();
        if (await session.LoadAsync<SimpleOrder>(order.OrderId, context.CancellationToken) is not null)
        {
            return;
        }

        var levels = (await session.LoadManyAsync<SimpleStock>(context.CancellationToken, order.Lines.Select(line => line.Sku)))
            .ToDictionary(level => level.Id);
        foreach (var line in order.Lines)
        {
            var level = levels[line.Sku];
            if (level.Available < line.Quantity)
            {
                await context.Publish(new StockRejected(order.OrderId, RejectionReason.OutOfStock, [], clock.GetUtcNow()));
                return;
            }

            level.Committed += line.Quantity;
        }

        // In one order for all, or two of them wait for each other.
        foreach (var level in levels.Values.OrderBy(level => level.Id, StringComparer.Ordinal))
        {
            session.UpdateRevision(level, level.Version + 1);
        }

        session.Store(new SimpleOrder { Id = order.OrderId, Lines = [.. order.Lines] });
        await session.SaveChangesAsync(context.CancellationToken);
        var database = redis.GetDatabase();
        await Task.WhenAll(levels.Values.Select(level => database.StringSetAsync($"available:{level.Id}", level.Available)));
        await context.Publish(new StockCommitted(
            order.OrderId, [.. order.Lines.Select(line => new CommittedLine(line.Sku, "default", line.Quantity, levels[line.Sku].Version))], clock.GetUtcNow()));
    }
}

using Inventory.Bench.Contestants;
using Inventory.Contracts;
using JasperFx;
using Marten;
using Marten.Exceptions;
using StackExchange.Redis;
using Wolverine;
using Wolverine.ErrorHandling;
using Wolverine.Runtime.Handlers;

namespace Inventory.Bench;

/// <summary>
/// What the first handler does, on Wolverine's durable inbox and outbox: an order is written to the inbox before it is acknowledged,
/// and its documents, its event and the inbox's mark are one commit. So no order and no event is lost, and an order that comes
/// twice is known by its document. It keeps no ledger; Redis is written after the commit, without looking at versions, and a crash
/// between the two leaves them apart until the SKU is ordered again; the event may be out before Redis is written.
/// </summary>
public static class OrderPlacedHandler
{
    // Its default here is 5, which is slower; 32 and 64 are no faster, nor is a prefetch of 1,000, nor doing without confirms.
    public const int Concurrency = 16;

    public const ushort Prefetch = 200;

    /// <summary>Found by Wolverine, as <see cref="Handle"/> is.</summary>
    public static void Configure(HandlerChain chain)
    {
        // As often as it allows at once; after that, at the end of the queue. Several conflicts come inside one exception.
        chain.OnException<ConcurrencyException>().OrInner<ConcurrencyException>().RetryTimes(25).Then.RequeueIndefinitely();
        chain.OnException<DocumentAlreadyExistsException>().Discard();
    }

    public static async Task Handle(
        OrderPlaced order, IDocumentSession session, IMessageContext outbox, IConnectionMultiplexer redis, TimeProvider clock, CancellationToken cancellationToken)
    {
        var levels = (await session.LoadManyAsync<SimpleStock>(cancellationToken, order.Lines.Select(line => line.Sku)))
            .ToDictionary(level => level.Id);
        if (order.Lines.Any(line => levels[line.Sku].Available < line.Quantity))
        {
            await outbox.PublishAsync(new StockRejected(order.OrderId, RejectionReason.OutOfStock, [], clock.GetUtcNow()));
            await session.SaveChangesAsync(cancellationToken);
            return;
        }

        foreach (var line in order.Lines)
        {
            levels[line.Sku].Committed += line.Quantity;
        }

        // In one order for all, or two of them wait for each other.
        foreach (var level in levels.Values.OrderBy(level => level.Id, StringComparer.Ordinal))
        {
            session.UpdateRevision(level, level.Version + 1);
        }

        session.Insert(new SimpleOrder { Id = order.OrderId, Lines = [.. order.Lines] });
        await outbox.PublishAsync(new StockCommitted(
            order.OrderId, [.. order.Lines.Select(line => new CommittedLine(line.Sku, "default", line.Quantity, levels[line.Sku].Version + 1))], clock.GetUtcNow()));
        await session.SaveChangesAsync(cancellationToken);
        var database = redis.GetDatabase();
        await Task.WhenAll(levels.Values.Select(level => database.StringSetAsync($"available:{level.Id}", level.Available)));
    }
}

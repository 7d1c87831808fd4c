using Inventory.Contracts;
using MassTransit;

namespace Inventory.Bench.Contestants;

/// <summary>What the transport alone allows: read an order, publish one event, decide and store nothing.</summary>
internal sealed class Ceiling(TimeProvider clock) : IConsumer<OrderPlaced>
{
    public const string Name = "ceiling";

    public Task Consume(ConsumeContext<OrderPlaced> context) =>
        context.Publish(new StockCommitted(context.Message.OrderId, [], clock.GetUtcNow()));
}

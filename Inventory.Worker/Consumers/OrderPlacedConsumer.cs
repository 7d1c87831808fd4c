using Inventory.Contracts;
using Inventory.Stock.Validation;
using Inventory.Worker.Messaging;
using Inventory.Worker.Pipeline;
using MassTransit;

namespace Inventory.Worker.Consumers;

/// <summary>Commits stock for an order and answers with <see cref="StockCommitted"/> or <see cref="StockRejected"/>.</summary>
public sealed class OrderPlacedConsumer(StockPipeline pipeline, OutcomePublisher outcomes) : IConsumer<OrderPlaced>
{
    public async Task Consume(ConsumeContext<OrderPlaced> context)
    {
        var order = MessageValidator.Validate(context.Message);
        if (!order.IsValid)
        {
            throw PoisonMessageException.Invalid(nameof(OrderPlaced), order.Errors);
        }

        var outcome = await pipeline.SettleAsync(order.Command, context.CancellationToken);
        await outcomes.PublishAsync(context, outcome);
    }
}

/// <summary>The queue <c>inventory-order-placed</c>.</summary>
public sealed class OrderPlacedConsumerDefinition : ConsumerDefinition<OrderPlacedConsumer>
{
    private readonly EndpointPolicy _policy;

    public OrderPlacedConsumerDefinition(EndpointPolicy policy)
    {
        _policy = policy;
        EndpointName = "inventory-order-placed";
    }

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<OrderPlacedConsumer> consumerConfigurator,
        IRegistrationContext context) => _policy.Apply(endpointConfigurator);
}

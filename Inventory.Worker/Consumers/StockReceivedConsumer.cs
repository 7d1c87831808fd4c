using Inventory.Contracts;
using Inventory.Stock.Validation;
using Inventory.Worker.Messaging;
using Inventory.Worker.Pipeline;
using MassTransit;

namespace Inventory.Worker.Consumers;

/// <summary>Records goods that arrived. <see cref="StockLevelsChanged"/> reports them.</summary>
public sealed class StockReceivedConsumer(StockPipeline pipeline) : IConsumer<StockReceived>
{
    public async Task Consume(ConsumeContext<StockReceived> context)
    {
        var receipt = MessageValidator.Validate(context.Message);
        if (!receipt.IsValid)
        {
            throw PoisonMessageException.Invalid(nameof(StockReceived), receipt.Errors);
        }

        await pipeline.SettleAsync(receipt.Command, context.CancellationToken);
    }
}

/// <summary>The queue <c>inventory-stock-received</c>.</summary>
public sealed class StockReceivedConsumerDefinition : ConsumerDefinition<StockReceivedConsumer>
{
    private readonly EndpointPolicy _policy;

    public StockReceivedConsumerDefinition(EndpointPolicy policy)
    {
        _policy = policy;
        EndpointName = "inventory-stock-received";
    }

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<StockReceivedConsumer> consumerConfigurator,
        IRegistrationContext context) => _policy.Apply(endpointConfigurator);
}

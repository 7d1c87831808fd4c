using Inventory.Stock.Decisions;
using MassTransit;

namespace Inventory.Worker.Messaging;

/// <summary>Publishes how a command ended: its events, one after the other, each under an id that a redelivery derives again.</summary>
public sealed class OutcomePublisher(BrokerLink broker)
{
    public async Task PublishAsync(IPublishEndpoint endpoint, StockCommand command, Outcome outcome)
    {
        foreach (var (i, message) in outcome.Events.Index())
        {
            await broker.PublishAsync(endpoint, message, DerivedId.From(message.GetType().Name, $"{command.OperationId}/{i}"));
        }
    }
}

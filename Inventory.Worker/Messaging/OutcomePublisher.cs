using Inventory.Contracts;
using Inventory.Stock.Decisions;
using MassTransit;

namespace Inventory.Worker.Messaging;

/// <summary>Publishes how a command ended, under an id that a redelivery derives again.</summary>
public sealed class OutcomePublisher(BrokerLink broker)
{
    public Task PublishAsync(IPublishEndpoint endpoint, Outcome outcome) => outcome switch
    {
        Outcome.OrderCommitted committed => PublishAsync(endpoint, committed.Event, committed.Event.OrderId),
        Outcome.OrderRejected rejected => PublishAsync(endpoint, rejected.Event, rejected.Event.OrderId),
        Outcome.Recorded => Task.CompletedTask,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome.GetType().Name, "There is no event for this outcome."),
    };

    private Task PublishAsync<T>(IPublishEndpoint endpoint, T message, string orderId)
        where T : class => broker.PublishAsync(endpoint, message, DerivedId.From(typeof(T).Name, orderId));
}

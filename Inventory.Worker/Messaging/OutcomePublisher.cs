using Inventory.Contracts;
using Inventory.Stock.Decisions;
using MassTransit;

namespace Inventory.Worker.Messaging;

/// <summary>Publishes how a command ended, under an id that a redelivery derives again.</summary>
public static class OutcomePublisher
{
    public static Task PublishAsync(IPublishEndpoint endpoint, Outcome outcome) => outcome switch
    {
        Outcome.OrderCommitted committed =>
            ConfirmedPublish.PublishAsync(endpoint, committed.Event, DerivedId.From(nameof(StockCommitted), committed.Event.OrderId)),
        Outcome.OrderRejected rejected =>
            ConfirmedPublish.PublishAsync(endpoint, rejected.Event, DerivedId.From(nameof(StockRejected), rejected.Event.OrderId)),
        Outcome.Recorded => Task.CompletedTask,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome.GetType().Name, "There is no event for this outcome."),
    };
}

using MassTransit;
using MassTransit.RabbitMqTransport;

namespace Inventory.Worker.Messaging;

/// <summary>Shows the link the connection that the bus has, so that it hears when RabbitMQ stops taking anything in over it.</summary>
internal sealed class BlockedConnectionFilter(BrokerLink broker) : IFilter<ChannelContext>
{
    public Task Send(ChannelContext context, IPipe<ChannelContext> next)
    {
        broker.Listen(context.ConnectionContext.Connection);
        return next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("blocked-connection");
}

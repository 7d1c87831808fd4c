using MassTransit;
using MassTransit.RabbitMqTransport;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Inventory.Worker.Messaging;

/// <summary>
/// Has deliveries handed on one after the other, without waiting for what comes of each. MassTransit would have the client run as many loops
/// as messages may be under way, and the client wakes all that are idle for each delivery. Acknowledgements are gathered: MassTransit would send each
/// by itself.
/// </summary>
/// <remarks>Belongs to a channel with one loop, which an endpoint's <c>ConcurrentMessageLimit</c> of 1 gives.</remarks>
internal sealed class DeliveryFilter(TimeProvider clock, ILogger<DeliveryFilter> logger) : IFilter<ChannelContext>
{
    public const int Loops = 1;

    public Task Send(ChannelContext context, IPipe<ChannelContext> next) => next.Send(new DeliveringChannel(context, clock, logger));

    public void Probe(ProbeContext context) => context.CreateFilterScope("delivery");

    /// <summary>Implements the interface anew for the methods that differ.</summary>
    private sealed class DeliveringChannel(ChannelContext context, TimeProvider clock, ILogger logger) :
        ScopeChannelContext(context, CancellationToken.None),
        ChannelContext
    {
        private readonly ChannelContext _context = context;
        private readonly Acknowledgements _acknowledgements = new((delivery, multiple) => context.BasicAck(delivery, multiple, CancellationToken.None), clock);

        Task<string> ChannelContext.BasicConsume(
            string queue,
            bool noAck,
            bool exclusive,
            IDictionary<string, object> arguments,
            IAsyncBasicConsumer consumer,
            string consumerTag,
            CancellationToken cancellationToken) =>
            _context.BasicConsume(queue, noAck, exclusive, arguments, new PromptConsumer(consumer, _acknowledgements, logger), consumerTag, cancellationToken);

        ValueTask ChannelContext.BasicAck(ulong deliveryTag, bool multiple, CancellationToken cancellationToken) =>
            new(_acknowledgements.AcknowledgeAsync(deliveryTag));

        async Task ChannelContext.BasicNack(ulong deliveryTag, bool multiple, bool requeue, CancellationToken cancellationToken)
        {
            await _context.BasicNack(deliveryTag, multiple, requeue, cancellationToken);
            _acknowledgements.Returned(deliveryTag);
        }
    }
}

/// <summary>Takes each delivery at once: what another consumer does with it goes on behind.</summary>
internal sealed partial class PromptConsumer(IAsyncBasicConsumer consumer, Acknowledgements acknowledgements, ILogger logger) : IAsyncBasicConsumer
{
    public IChannel? Channel => consumer.Channel;

    public Task HandleBasicDeliverAsync(
        string consumerTag,
        ulong deliveryTag,
        bool redelivered,
        string exchange,
        string routingKey,
        IReadOnlyBasicProperties properties,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken)
    {
        acknowledgements.Delivered(deliveryTag);

        // The client takes the memory back when this returns.
        _ = DeliverAsync(body.ToArray());
        return Task.CompletedTask;

        async Task DeliverAsync(byte[] copy)
        {
            try
            {
                await consumer.HandleBasicDeliverAsync(consumerTag, deliveryTag, redelivered, exchange, routingKey, properties, copy, cancellationToken);
            }
            catch (Exception failure)
            {
                // Unacknowledged, it comes back when the channel ends.
                LogFailed(logger, failure, deliveryTag, routingKey);
            }
        }
    }

    public Task HandleBasicConsumeOkAsync(string consumerTag, CancellationToken cancellationToken) =>
        consumer.HandleBasicConsumeOkAsync(consumerTag, cancellationToken);

    public Task HandleBasicCancelOkAsync(string consumerTag, CancellationToken cancellationToken) =>
        consumer.HandleBasicCancelOkAsync(consumerTag, cancellationToken);

    public Task HandleBasicCancelAsync(string consumerTag, CancellationToken cancellationToken) =>
        consumer.HandleBasicCancelAsync(consumerTag, cancellationToken);

    public Task HandleChannelShutdownAsync(object channel, ShutdownEventArgs reason) => consumer.HandleChannelShutdownAsync(channel, reason);

    [LoggerMessage(LogLevel.Error, "Delivery {Delivery} by {RoutingKey} has failed outside of all that deals with failures.")]
    private static partial void LogFailed(ILogger logger, Exception failure, ulong delivery, string routingKey);
}

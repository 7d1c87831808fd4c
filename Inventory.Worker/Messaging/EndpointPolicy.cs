using Inventory.Worker.Hosting;
using Inventory.Worker.Messaging.Consumption;
using MassTransit;
using MassTransit.Middleware;
using Microsoft.Extensions.Options;

namespace Inventory.Worker.Messaging;

/// <summary>What every queue of the service has in common.</summary>
public sealed class EndpointPolicy(BrokerLink broker, ConsumedQueues queues, TimeProvider clock, IOptions<WorkerOptions> options, ILoggerFactory loggers)
{
    public void Apply(IReceiveEndpointConfigurator endpoint)
    {
        endpoint.PrefetchCount = options.Value.Prefetch;
        endpoint.PublishFaults = false;

        // Envelopes of MassTransit are told by their content type; everything else is taken for plain JSON.
        endpoint.UseRawJsonDeserializer(RawSerializerOptions.AnyMessageType, isDefault: true);

        var errorQueue = new ErrorQueueFilter(loggers.CreateLogger<ErrorQueueFilter>());
        endpoint.ConfigureDeadLetter(skipped => skipped.UseFilter(errorQueue));
        endpoint.ConfigureError(error =>
        {
            error.UseFilter(errorQueue);
            error.UseFilter(new GenerateFaultFilter());
            error.UseFilter(new ErrorTransportFilter());
        });

        ApplyChannel(endpoint);
    }

    /// <summary>The net's queue, which takes any message.</summary>
    public void Apply(IReceiveEndpointConfigurator endpoint, DeadLetterNet net)
    {
        net.Apply(endpoint);
        ApplyChannel(endpoint);
    }

    private void ApplyChannel(IReceiveEndpointConfigurator endpoint)
    {
        queues.Add(endpoint);
        endpoint.ConcurrentMessageLimit = DeliveryFilter.Loops;
        if (endpoint is IRabbitMqReceiveEndpointConfigurator rabbit)
        {
            rabbit.ConfigureChannel(channel =>
            {
                channel.UseFilter(new BlockedConnectionFilter(broker));
                channel.UseFilter(new ReplacedConnectionFilter(broker, clock, loggers.CreateLogger<ReplacedConnectionFilter>()));
                channel.UseFilter(new DeliveryFilter(clock, loggers.CreateLogger<DeliveryFilter>()));
                channel.UseFilter(new QueueDeclarationFilter(options.Value.QueueType, loggers.CreateLogger<QueueDeclarationFilter>()));
            });
        }
    }
}

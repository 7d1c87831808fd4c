using System.Text.Json;
using Inventory.Worker.Hosting;
using Inventory.Worker.Messaging.Consumption;
using Inventory.Worker.Pipeline;
using MassTransit;
using MassTransit.Middleware;
using Microsoft.Extensions.Options;

namespace Inventory.Worker.Messaging;

/// <summary>What every queue of the service has in common.</summary>
public sealed class EndpointPolicy(BrokerLink broker, ConsumedQueues queues, TimeProvider clock, IOptions<WorkerOptions> options, ILoggerFactory loggers)
{
    public void Apply(IReceiveEndpointConfigurator endpoint)
    {
        var settings = options.Value;
        endpoint.PrefetchCount = settings.Prefetch;
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

        // Poison fails at once. All else (an outcome that could not be published) is tried again with the message unacknowledged.
        endpoint.UseMessageRetry(retry =>
        {
            retry.Ignore<PoisonMessageException>();
            retry.Ignore<JsonException>();
            retry.Exponential(int.MaxValue, settings.ShortestPause, settings.LongestPause, settings.ShortestPause);
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
        if (endpoint is IRabbitMqReceiveEndpointConfigurator rabbit)
        {
            rabbit.ConfigureChannel(channel =>
            {
                channel.UseFilter(new BlockedConnectionFilter(broker));
                channel.UseFilter(new ReplacedConnectionFilter(broker, clock, loggers.CreateLogger<ReplacedConnectionFilter>()));
                channel.UseFilter(new QueueDeclarationFilter(options.Value.QueueType, loggers.CreateLogger<QueueDeclarationFilter>()));
            });
        }
    }
}

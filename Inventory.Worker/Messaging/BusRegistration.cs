using Inventory.Contracts;
using Inventory.Stock.Validation;
using Inventory.Worker.Consumers;
using Inventory.Worker.Hosting;
using Inventory.Worker.Messaging.Consumption;
using Inventory.Worker.Messaging.Events;
using Inventory.Worker.Pipeline;
using MassTransit;
using Microsoft.Extensions.Options;

namespace Inventory.Worker.Messaging;

/// <summary>The bus: RabbitMQ, a consumer per incoming message, a queue per consumer, and the net below them.</summary>
public static class BusRegistration
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<EndpointPolicy>().AddSingleton<DeadLetterNet>().AddSingleton<BrokerLink>().AddSingleton<EventPublisher>();
        services.AddSingleton<LastResort>().AddSingleton<ConsumedQueues>();
        services.AddOptions<MassTransitHostOptions>().Configure<IOptions<WorkerOptions>>((host, worker) => host.StopTimeout = worker.Value.StopTimeout);
        var intake = new List<Action<IRabbitMqBusFactoryConfigurator, IServiceProvider>>();
        Take<OrderPlaced>(message => MessageValidator.Validate(message).AsCommand());
        Take<OrderCancelled>(message => MessageValidator.Validate(message).AsCommand());
        Take<OrderShipped>(message => MessageValidator.Validate(message).AsCommand());
        Take<ReserveStock>(message => MessageValidator.Validate(message).AsCommand());
        Take<ReleaseReservation>(message => MessageValidator.Validate(message).AsCommand());
        Take<ReservationDue>(message => MessageValidator.ValidateDue(message.ReservationId).AsCommand());
        Take<StockReceived>(message => MessageValidator.Validate(message).AsCommand());
        Take<StockAdjusted>(message => MessageValidator.Validate(message).AsCommand());
        Take<StockCounted>(message => MessageValidator.Validate(message).AsCommand());
        Take<ConfigureStockLevel>(message => MessageValidator.Validate(message).AsCommand());
        services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.UsingRabbitMq((context, rabbit) =>
            {
                rabbit.Host(new Uri(context.GetRequiredService<ConnectionSettings>().RabbitMq), host =>
                {
                    host.Heartbeat(BrokerSocket.Heartbeat);
                    host.OnRefreshConnectionFactory = factory =>
                    {
                        context.GetRequiredService<BrokerLink>().Use(factory);
                        return Task.CompletedTask;
                    };
                });
                rabbit.ConfigureJsonSerializerOptions(json =>
                {
                    json.WriteIndented = false;
                    json.Converters.Add(new UtcTimeConverter());
                    return json;
                });
                intake.ForEach(take => take(rabbit, context));
                rabbit.ReceiveEndpoint(ServiceQueues.Returned, endpoint =>
                    context.GetRequiredService<EndpointPolicy>().Apply(endpoint, context.GetRequiredService<DeadLetterNet>()));
            });
        });

        // After the bus, so that they stop before it: it is not turned on again while it ends.
        services.AddHostedService<ConsumptionPause>().AddHostedService<ConsumptionWatch>();

        // One consumer for all messages of its type: it keeps nothing, and a scope for each message would cost more than it does.
        void Take<TMessage>(ReadCommand<TMessage> read)
            where TMessage : class
        {
            services.AddSingleton(read);
            intake.Add((rabbit, provider) => rabbit.ReceiveEndpoint(ServiceQueues.Of<TMessage>(), endpoint =>
            {
                provider.GetRequiredService<EndpointPolicy>().Apply(endpoint);
                endpoint.Instance(new StockConsumer<TMessage>(read, provider.GetRequiredService<StockPipeline>()));
            }));
        }
    }
}

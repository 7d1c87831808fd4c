using Inventory.Contracts;
using Inventory.Stock.Validation;
using Inventory.Worker.Consumers;
using Inventory.Worker.Hosting;
using Inventory.Worker.Messaging.Consumption;
using Inventory.Worker.Messaging.Events;
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
        services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            Take<OrderPlaced>(bus, message => MessageValidator.Validate(message).AsCommand());
            Take<OrderCancelled>(bus, message => MessageValidator.Validate(message).AsCommand());
            Take<OrderShipped>(bus, message => MessageValidator.Validate(message).AsCommand());
            Take<ReserveStock>(bus, message => MessageValidator.Validate(message).AsCommand());
            Take<ReleaseReservation>(bus, message => MessageValidator.Validate(message).AsCommand());
            Take<ReservationDue>(bus, message => MessageValidator.ValidateDue(message.ReservationId).AsCommand());
            Take<StockReceived>(bus, message => MessageValidator.Validate(message).AsCommand());
            Take<StockAdjusted>(bus, message => MessageValidator.Validate(message).AsCommand());
            Take<StockCounted>(bus, message => MessageValidator.Validate(message).AsCommand());
            Take<ConfigureStockLevel>(bus, message => MessageValidator.Validate(message).AsCommand());
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
                rabbit.ConfigureEndpoints(context);
                rabbit.ReceiveEndpoint(ServiceQueues.Returned, endpoint =>
                    context.GetRequiredService<EndpointPolicy>().Apply(endpoint, context.GetRequiredService<DeadLetterNet>()));
            });
        });

        // After the bus, so that they stop before it: it is not turned on again while it ends.
        services.AddHostedService<ConsumptionPause>().AddHostedService<ConsumptionWatch>();
    }

    private static void Take<TMessage>(IBusRegistrationConfigurator bus, ReadCommand<TMessage> read)
        where TMessage : class
    {
        bus.AddSingleton(read);
        bus.AddConsumer<StockConsumer<TMessage>, StockConsumerDefinition<TMessage>>();
    }
}

using MassTransit;

namespace Inventory.Bench.Contestants;

/// <summary>Hosts one contestant until it is told to stop.</summary>
internal static class ContestantHost
{
    public const string Queue = "inventory-order-placed";

    public static async Task<int> RunAsync(string name)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddSingleton(TimeProvider.System);
        switch (name)
        {
            case Ceiling.Name:
                AddBus<Ceiling>(builder, prefetch: 1_000);
                break;
            case FirstHandler.Name:
                await FirstHandler.AddStorageAsync(builder);
                AddBus<FirstHandler>(builder, FirstHandler.Prefetch, FirstHandler.Retry);
                break;
            default:
                await Console.Error.WriteLineAsync($"There is no contestant '{name}'.");
                return 2;
        }

        await builder.Build().RunAsync();
        return 0;
    }

    private static void AddBus<TConsumer>(HostApplicationBuilder builder, int prefetch, Action<IRetryConfigurator>? retry = null)
        where TConsumer : class, IConsumer =>
        builder.Services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.AddConsumer<TConsumer>();
            bus.UsingRabbitMq((context, rabbit) =>
            {
                rabbit.Host(new Uri(builder.Configuration.GetConnectionString("RabbitMq")!));
                rabbit.ReceiveEndpoint(Queue, endpoint =>
                {
                    endpoint.PrefetchCount = prefetch;

                    // The same type of queue for all: what the worker has, which reads this setting too.
                    if (builder.Configuration["Inventory:Worker:QueueType"] is not "Classic")
                    {
                        endpoint.SetQuorumQueue();
                    }

                    endpoint.UseRawJsonDeserializer(RawSerializerOptions.AnyMessageType, isDefault: true);
                    if (retry is not null)
                    {
                        endpoint.UseMessageRetry(retry);
                    }

                    endpoint.ConfigureConsumer<TConsumer>(context);
                });
            });
        });
}

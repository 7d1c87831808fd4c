using Inventory.Bench.CachePatterns.Services;
using MassTransit;

namespace Inventory.Bench.Contestants;

/// <summary>Hosts one contestant until it is told to stop.</summary>
internal static class ContestantHost
{
    public static async Task<int> RunAsync(string name, IReadOnlyList<string> skus)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddSingleton(TimeProvider.System);
        switch (name)
        {
            case Ceiling.Name:
                AddBus<Ceiling>(builder, prefetch: 1_000);
                break;
            case RawCeiling.Name:
                builder.Services.AddHostedService<RawCeiling>();
                break;
            case FirstHandler.Name:
                await SimpleStorage.AddAsync(builder, skus);
                AddBus<FirstHandler>(builder, FirstHandler.Prefetch, endpoint => endpoint.UseMessageRetry(FirstHandler.Retry));
                break;
            case Batches.Name:
                await SimpleStorage.AddAsync(builder, skus);
                AddBatches<Batches>(builder, Batches.Prefetch, Batches.Limit);
                break;
            case PlainSql.Name:
                builder.Services.AddSingleton(skus).AddHostedService<PlainSql>();
                break;
            case WriteThrough.Name:
                await PatternServices.AddAsync(builder, name, skus);
                AddBatches<WriteThrough>(builder, PatternServices.Prefetch, PatternServices.Limit);
                break;
            case CacheAside.Name:
                await PatternServices.AddAsync(builder, name, skus);
                AddBatches<CacheAside>(builder, PatternServices.Prefetch, PatternServices.Limit);
                break;
            case WriteBehind.Name or WriteBehind.LoggedName:
                await PatternServices.AddAsync(builder, name, skus);
                AddBatches<WriteBehind>(builder, PatternServices.Prefetch, PatternServices.Limit);
                break;
            default:
                await Console.Error.WriteLineAsync($"There is no contestant '{name}'.");
                return 2;
        }

        await builder.Build().RunAsync();
        return 0;
    }

    private static void AddBatches<TConsumer>(HostApplicationBuilder builder, int prefetch, Action<BatchOptions> limit)
        where TConsumer : class, IConsumer =>
        AddBus<TConsumer>(builder, prefetch, consumer: consumer => consumer.Options(limit));

    private static void AddBus<TConsumer>(
        HostApplicationBuilder builder, int prefetch, Action<IReceiveEndpointConfigurator>? policy = null, Action<IConsumerConfigurator<TConsumer>>? consumer = null)
        where TConsumer : class, IConsumer =>
        builder.Services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.AddConsumer(consumer);
            bus.UsingRabbitMq((context, rabbit) =>
            {
                rabbit.Host(new Uri(builder.Configuration.GetConnectionString("RabbitMq")!));
                rabbit.ReceiveEndpoint(OrderQueue.Name, endpoint =>
                {
                    endpoint.PrefetchCount = prefetch;
                    if (OrderQueue.IsQuorum(builder.Configuration))
                    {
                        endpoint.SetQuorumQueue();
                    }

                    endpoint.UseRawJsonDeserializer(RawSerializerOptions.AnyMessageType, isDefault: true);
                    policy?.Invoke(endpoint);
                    endpoint.ConfigureConsumer<TConsumer>(context);
                });
            });
        });
}

using System.Globalization;
using Inventory.Bench;
using Inventory.Bench.Contestants;
using Inventory.Contracts;
using JasperFx.Resources;
using Marten;
using StackExchange.Redis;
using Wolverine;
using Wolverine.Marten;
using Wolverine.RabbitMQ;
using Wolverine.RabbitMQ.Internal;

// Called by the benchmark with the number of SKUs.
var builder = Host.CreateApplicationBuilder();

// Every conflict that is tried again would be an error in the log.
builder.Logging.AddFilter(typeof(OrderPlaced).FullName, LogLevel.Critical);
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton<IConnectionMultiplexer>(await ConnectionMultiplexer.ConnectAsync(builder.Configuration.GetConnectionString("Redis")!));
builder.Services.AddMarten(options => SimpleDocuments.Map(options, builder.Configuration)).UseLightweightSessions().IntegrateWithWolverine();
builder.Services.AddResourceSetupOnStartup();
builder.UseWolverine(options =>
{
    // Wolverine's default leaves them out; the other contestants have them.
    options.UseRabbitMq(new Uri(builder.Configuration.GetConnectionString("RabbitMq")!))
        .ConfigureChannelCreation(channel => (channel.PublisherConfirmationsEnabled, channel.PublisherConfirmationTrackingEnabled) = (true, true))
        .AutoProvision();
    options.ListenToRabbitQueue(OrderQueue.Name, queue => queue.BindExchange(OrderQueue.Exchange))
        .QueueType(OrderQueue.IsQuorum(builder.Configuration) ? QueueType.quorum : QueueType.classic)
        .DefaultIncomingMessage<OrderPlaced>()
        .UseInterop((_, mapper) => EnvelopeId.Map(mapper))
        .UseDurableInbox()
        .MaximumParallelMessages(OrderPlacedHandler.Concurrency)
        .PreFetchCount(OrderPlacedHandler.Prefetch);
    options.PublishMessage<StockCommitted>().ToRabbitExchange(OrderQueue.ExchangeOf(typeof(StockCommitted)));
    options.PublishMessage<StockRejected>().ToRabbitExchange(OrderQueue.ExchangeOf(typeof(StockRejected)));
    options.Policies.UseDurableOutboxOnAllSendingEndpoints();
});

using var host = builder.Build();
await SimpleDocuments.StockAsync(host.Services.GetRequiredService<IDocumentStore>(), Workload.SkusOf(int.Parse(args[0], CultureInfo.InvariantCulture)));
await host.RunAsync();

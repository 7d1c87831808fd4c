using System.Text.Json;
using Inventory.Contracts;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Inventory.Bench.Contestants;

/// <summary>The intake of orders and the publishing of answers on RabbitMQ.Client alone, as its documentation shows it.</summary>
internal static class RawQueue
{
    /// <summary>Takes orders until it is told to stop: each is acknowledged when its answer is confirmed.</summary>
    public static async Task ConsumeAsync(IConfiguration configuration, ushort prefetch, Func<OrderPlaced, Task<object>> answer, CancellationToken cancellationToken)
    {
        var factory = new ConnectionFactory { Uri = new Uri(configuration.GetConnectionString("RabbitMq")!) };
        await using var connection = await factory.CreateConnectionAsync(cancellationToken);
        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(true, true, outstandingPublisherConfirmationsRateLimiter: null, consumerDispatchConcurrency: prefetch), cancellationToken);
        await DeclareAsync(channel, configuration, cancellationToken);
        await channel.BasicQosAsync(0, prefetch, global: false, cancellationToken);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, delivery) =>
        {
            var order = JsonSerializer.Deserialize<OrderPlaced>(delivery.Body.Span, JsonSerializerOptions.Web)!;
            var message = await answer(order);
            var properties = new BasicProperties { ContentType = "application/json", DeliveryMode = DeliveryModes.Persistent, MessageId = order.OrderId };
            await channel.BasicPublishAsync(
                OrderQueue.ExchangeOf(message.GetType()), "", mandatory: false, properties, JsonSerializer.SerializeToUtf8Bytes(message, message.GetType(), JsonSerializerOptions.Web), cancellationToken);
            await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false, cancellationToken);
        };
        await channel.BasicConsumeAsync(OrderQueue.Name, autoAck: false, consumer, cancellationToken);
        await Task.Delay(Timeout.Infinite, cancellationToken);
    }

    private static async Task DeclareAsync(IChannel channel, IConfiguration configuration, CancellationToken cancellationToken)
    {
        foreach (var exchange in (string[])[OrderQueue.Exchange, OrderQueue.ExchangeOf(typeof(StockCommitted)), OrderQueue.ExchangeOf(typeof(StockRejected))])
        {
            await channel.ExchangeDeclareAsync(exchange, ExchangeType.Fanout, durable: true, cancellationToken: cancellationToken);
        }

        var type = new Dictionary<string, object?> { ["x-queue-type"] = OrderQueue.IsQuorum(configuration) ? "quorum" : "classic" };
        await channel.QueueDeclareAsync(OrderQueue.Name, durable: true, exclusive: false, autoDelete: false, type, cancellationToken: cancellationToken);
        await channel.QueueBindAsync(OrderQueue.Name, OrderQueue.Exchange, "", cancellationToken: cancellationToken);
    }
}

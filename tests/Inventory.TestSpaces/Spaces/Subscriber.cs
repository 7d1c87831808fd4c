using System.Collections.Concurrent;
using System.Text.Json;
using Inventory.Contracts;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Inventory.Testing.Spaces;

/// <summary>An event as it came over the wire.</summary>
public sealed record HeardEvent<T>(Guid MessageId, T Event);

/// <summary>Records every outcome that is published, in the order it arrives. It knows AMQP and JSON, and nothing of MassTransit.</summary>
public sealed class Subscriber : IAsyncDisposable
{
    public const string Queue = "test-subscriber";

    private readonly ConcurrentQueue<(string Type, Guid MessageId, JsonElement Message)> _heard = new();
    private readonly IConnection _connection;

    private Subscriber(IConnection connection) => _connection = connection;

    /// <summary>Each event as it arrives: its type, its MessageId and what it says.</summary>
    public event Action<string, Guid, JsonElement>? Heard;

    public static async Task<Subscriber> OpenAsync(string rabbitMq)
    {
        var connection = await AmqpConnection.OpenAsync(rabbitMq);
        var channel = await connection.CreateChannelAsync();
        var subscriber = new Subscriber(connection);
        await channel.QueueDeclareAsync(Queue, durable: true, exclusive: false, autoDelete: false);
        Type[] types =
        [
            typeof(StockCommitted), typeof(StockRejected), typeof(StockReleased), typeof(StockShipped), typeof(StockCountRejected),
            typeof(StockReserved), typeof(ReservationRejected), typeof(ReservationReleased), typeof(ReservationExpired), typeof(StockLevelsChanged),
            typeof(StockLow), typeof(StockDepleted), typeof(StockReplenished),
        ];
        foreach (var type in types)
        {
            var exchange = $"Inventory.Contracts:{type.Name}";
            await channel.ExchangeDeclareAsync(exchange, ExchangeType.Fanout, durable: true);
            await channel.QueueBindAsync(Queue, exchange, "");
        }

        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, delivery) =>
        {
            subscriber.Record(delivery);
            await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false);
        };
        await channel.BasicConsumeAsync(Queue, autoAck: false, consumer);
        return subscriber;
    }

    /// <summary>Every event of a type, repetitions included.</summary>
    public IReadOnlyList<HeardEvent<T>> All<T>() =>
        [.. _heard
            .Where(one => one.Type == typeof(T).Name)
            .Select(one => new HeardEvent<T>(one.MessageId, one.Message.Deserialize<T>(JsonSerializerOptions.Web)!))];

    /// <summary>The events of a type, each id once, as a subscriber that drops repetitions would have them.</summary>
    public IReadOnlyList<T> Distinct<T>() => [.. All<T>().DistinctBy(one => one.MessageId).Select(one => one.Event)];

    /// <summary>Waits for an event and returns it.</summary>
    public async Task<T> HearsAsync<T>(Func<T, bool> which)
    {
        var heard = await Eventually.SeesAsync(
            All<T>, events => events.Any(one => which(one.Event)), what: $"what was heard of {typeof(T).Name}");
        return heard.First(one => which(one.Event)).Event;
    }

    /// <summary>Waits until so many orders have been answered, each perhaps more than once.</summary>
    public Task HearsAnswersAsync(int orders, TimeSpan? within = null) => Eventually.SeesAsync(
        () => Distinct<StockCommitted>().Count + Distinct<StockRejected>().Count,
        answered => answered >= orders,
        within,
        what: "the number of answered orders",
        condition: $">= {orders}");

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private void Record(BasicDeliverEventArgs delivery)
    {
        using var envelope = JsonDocument.Parse(delivery.Body);
        var id = envelope.RootElement.GetProperty("messageId").GetGuid();
        Assert.Equal(delivery.BasicProperties.MessageId, id.ToString());
        var (type, message) = (delivery.Exchange.Split(':')[1], envelope.RootElement.GetProperty("message").Clone());
        _heard.Enqueue((type, id, message));
        Heard?.Invoke(type, id, message);
    }
}

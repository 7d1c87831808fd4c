using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Inventory.Bench.Contestants;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Inventory.Bench.Measuring;

/// <summary>Publishes orders and sees, per order, when its answer comes back.</summary>
internal sealed class OrderStream : IAsyncDisposable
{
    /// <summary>How the ids of orders begin whose answers nobody waits for.</summary>
    public const string Unawaited = "probe-";

    private static readonly TimeSpan s_longestStart = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_betweenLooks = TimeSpan.FromMilliseconds(100);
    private static readonly string[] Answers = ["Inventory.Contracts:StockCommitted", "Inventory.Contracts:StockRejected"];
    private readonly IConnection _connection;
    private readonly IChannel _channel;
    private readonly ConcurrentDictionary<string, long> _answeredAt = new();
    private int _answered;
    private int _awaited;

    private OrderStream(IConnection connection, IChannel channel)
    {
        _connection = connection;
        _channel = channel;
    }

    /// <param name="rabbitMq">The virtual host.</param>
    /// <param name="answered">Is given every answer as it comes.</param>
    public static async Task<OrderStream> OpenAsync(Uri rabbitMq, Action<ReadOnlyMemory<byte>>? answered = null)
    {
        var connection = await new ConnectionFactory { Uri = rabbitMq }.CreateConnectionAsync();
        var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true, outstandingPublisherConfirmationsRateLimiter: null));
        var stream = new OrderStream(connection, channel);
        var queue = (await channel.QueueDeclareAsync()).QueueName;
        foreach (var exchange in Answers)
        {
            await channel.ExchangeDeclareAsync(exchange, ExchangeType.Fanout, durable: true);
            await channel.QueueBindAsync(queue, exchange, "");
        }

        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            answered?.Invoke(delivery.Body);
            if (OrderIdOf(delivery.Body.Span) is var id && !id.StartsWith(Unawaited, StringComparison.Ordinal)
                && stream._answeredAt.TryAdd(id, Stopwatch.GetTimestamp()))
            {
                Interlocked.Increment(ref stream._answered);
            }

            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue, autoAck: true, consumer);
        return stream;
    }

    /// <summary>Waits until the contestant listens to a queue, with all its processes.</summary>
    /// <exception cref="TimeoutException">It does not within a minute.</exception>
    public async Task AwaitConsumerAsync(BenchProcess contestant, string queue = OrderQueue.Name)
    {
        for (var left = s_longestStart; left > TimeSpan.Zero; left -= s_betweenLooks)
        {
            contestant.ThrowIfGone();
            await using var probe = await _connection.CreateChannelAsync();
            try
            {
                if (await probe.ConsumerCountAsync(queue) >= contestant.Ids.Count)
                {
                    return;
                }
            }
            catch (OperationInterruptedException missing) when (missing.ShutdownReason?.ReplyCode == Constants.NotFound)
            {
                // Not declared yet.
            }

            await Task.Delay(s_betweenLooks);
        }

        throw new TimeoutException($"Nobody listens to {queue}.");
    }

    /// <summary>Publishes all as fast as they are confirmed.</summary>
    public async Task PublishAsync(IEnumerable<(string OrderId, byte[] Body)> orders, string exchange = OrderQueue.Exchange)
    {
        foreach (var unconfirmed in orders.Chunk(1_000))
        {
            await Task.WhenAll(unconfirmed.Select(order => PublishAsync(order, exchange).AsTask()));
        }
    }

    /// <summary>Publishes at a fixed rate, in the open: a slow answer does not hold up the next order.</summary>
    /// <returns>Milliseconds from publishing to the answer, per order.</returns>
    public async Task<IReadOnlyList<double>> PublishPacedAsync(IReadOnlyList<(string OrderId, byte[] Body)> orders, double perSecond, BenchProcess contestant)
    {
        var sentAt = await PublishAtRateAsync(orders, perSecond);
        await AwaitAnswersAsync(orders, contestant);
        return [.. orders.Select((order, i) => Stopwatch.GetElapsedTime(sentAt[i], _answeredAt[order.OrderId]).TotalMilliseconds)];
    }

    /// <summary>Publishes at a fixed rate, and awaits no answers.</summary>
    /// <returns>The timestamps of publishing.</returns>
    public async Task<IReadOnlyList<long>> PublishAtRateAsync(IReadOnlyList<(string OrderId, byte[] Body)> orders, double perSecond)
    {
        var sentAt = new long[orders.Count];
        var published = new List<Task>(orders.Count);
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < orders.Count; i++)
        {
            var ahead = TimeSpan.FromSeconds(i / perSecond) - Stopwatch.GetElapsedTime(start);
            if (ahead > TimeSpan.FromMilliseconds(1))
            {
                await Task.Delay(ahead);
            }

            sentAt[i] = Stopwatch.GetTimestamp();
            published.Add(PublishAsync(orders[i], OrderQueue.Exchange).AsTask());
        }

        await Task.WhenAll(published);
        return sentAt;
    }

    /// <summary>Publishes as fast as the answers come back: so many orders are under way at a time.</summary>
    /// <returns>Orders per second that were answered meanwhile.</returns>
    public async Task<double> PublishSteadilyAsync(IReadOnlyList<(string OrderId, byte[] Body)> orders, int underWay, BenchProcess contestant)
    {
        var start = Stopwatch.GetTimestamp();
        var before = Volatile.Read(ref _answered);
        for (var sent = 0; sent < orders.Count;)
        {
            var room = underWay - (sent - (Volatile.Read(ref _answered) - before));
            var next = orders.Skip(sent).Take(Math.Max(0, room)).ToArray();
            await PublishAsync(next);
            sent += next.Length;
            if (next.Length == 0)
            {
                contestant.ThrowIfGone();
                await Task.Delay(TimeSpan.FromMilliseconds(1));
            }
        }

        return orders.Count / Stopwatch.GetElapsedTime(start, await AwaitAnswersAsync(orders, contestant)).TotalSeconds;
    }

    /// <summary>Waits until every order is answered, and all that were awaited before.</summary>
    /// <returns>The timestamp of the last answer.</returns>
    public async Task<long> AwaitAnswersAsync(IReadOnlyList<(string OrderId, byte[] Body)> orders, BenchProcess contestant)
    {
        _awaited += orders.Count;
        var (seen, since) = (-1, Stopwatch.GetTimestamp());
        while (Volatile.Read(ref _answered) is var answered && answered < _awaited)
        {
            contestant.ThrowIfGone();
            if (answered != seen)
            {
                (seen, since) = (answered, Stopwatch.GetTimestamp());
            }
            else if (Stopwatch.GetElapsedTime(since) > TimeSpan.FromSeconds(60))
            {
                throw new InvalidOperationException($"{_awaited - answered} of {orders.Count} orders were not answered, and nothing has moved for a minute.");
            }

            await Task.Delay(50);
        }

        return orders.Max(order => _answeredAt[order.OrderId]);
    }

    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private ValueTask PublishAsync((string OrderId, byte[] Body) order, string exchange) => _channel.BasicPublishAsync(
        exchange, "", mandatory: true, new BasicProperties { ContentType = "application/json", DeliveryMode = DeliveryModes.Persistent, MessageId = order.OrderId }, order.Body);

    private static string OrderIdOf(ReadOnlySpan<byte> envelope)
    {
        var reader = new Utf8JsonReader(envelope);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.PropertyName && reader.ValueTextEquals("orderId"u8))
            {
                reader.Read();
                return reader.GetString()!;
            }
        }

        throw new InvalidDataException("An answer without orderId.");
    }
}

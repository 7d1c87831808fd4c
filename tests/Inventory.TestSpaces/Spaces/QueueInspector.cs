using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Inventory.Testing.Servers;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Inventory.Testing.Spaces;

/// <summary>A message in an error queue, and why it is there.</summary>
public sealed record PoisonMessage(string Reason, string Body);

/// <summary>Looks into queues.</summary>
public sealed class QueueInspector : IAsyncDisposable
{
    public const string Orders = "inventory-order-placed";
    public const string Receipts = "inventory-stock-received";
    public const string OrderErrors = $"{Orders}_error";
    public const string ReceiptErrors = $"{Receipts}_error";

    public const string Net = "inventory-returned";

    /// <summary>The queue of <see cref="WitnessAsync"/>.</summary>
    public const string Witness = "witness";

    /// <summary>Every queue of the contract, in the order of names.</summary>
    public static readonly IReadOnlyList<string> Contract = 
    [
        "inventory-configure-stock-level", "inventory-order-cancelled", Orders, "inventory-order-shipped", "inventory-release-reservation",
        "inventory-reservation-due", "inventory-reserve-stock", "inventory-stock-adjusted", "inventory-stock-counted", Receipts,
    ];

    /// <summary>Every queue that a worker declares, in the order of names: the contract's, and the net below them.</summary>
    public static readonly IReadOnlyList<string> Declared = [.. Contract.Append(Net).Order(StringComparer.Ordinal)];

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    /// <summary>How long RabbitMQ waits for the leader of a quorum queue before it counts nothing (<c>rabbit_quorum_queue:stat</c>, 3.10).</summary>
    private static readonly TimeSpan s_leaderPatience = TimeSpan.FromMilliseconds(250);

    private readonly RenewedConnection _connection;
    private readonly BrokerManagement _management;
    private readonly string _virtualHost;

    public QueueInspector(string rabbitMq, BrokerManagement management, string virtualHost) =>
        (_connection, _management, _virtualHost) = (new RenewedConnection(rabbitMq), management, virtualHost);

    /// <summary>Every connection to the virtual host, some moments ago.</summary>
    public Task<IReadOnlyList<ConnectionState>> ConnectionsAsync() => _management.ConnectionsAsync(_virtualHost);

    /// <summary>How many connections there may be; those that are open stay. Null takes the limit away.</summary>
    public Task LimitConnectionsAsync(int? most) => _management.LimitConnectionsAsync(_virtualHost, most);

    /// <summary>Has the broker close every connection to the virtual host, or those of clients that call themselves so.</summary>
    public async Task CloseConnectionsAsync(string? client = null)
    {
        foreach (var connection in (await ConnectionsAsync()).Where(one => client is null || one.Client == client))
        {
            await _management.CloseConnectionAsync(connection.Name);
        }
    }

    public async Task DeleteAsync(string queue)
    {
        await using var channel = await _connection.OpenChannelAsync();
        await channel.QueueDeleteAsync(queue);
    }

    /// <summary>How many messages wait for a consumer at this moment; null where there is no such queue.</summary>
    public async Task<uint?> ReadyAsync(string queue) => (await NowAsync(queue))?.MessageCount;

    /// <summary>How many consumers a queue has at this moment; null where there is no such queue.</summary>
    public async Task<uint?> ConsumersAsync(string queue) => (await NowAsync(queue))?.ConsumerCount;

    /// <summary>Asks until there is an answer: the broker may have been away, or have closed the connection, or a queue's leader may be busy.</summary>
    private Task<QueueDeclareOk?> NowAsync(string queue) =>
        Eventually.SeesAsync<QueueDeclareOk?>(() => DeclaredAsync(queue), _ => true, s_patience, what: queue, condition: "could be looked into");

    private async Task<QueueDeclareOk?> DeclaredAsync(string queue)
    {
        await using var channel = await _connection.OpenChannelAsync();
        try
        {
            var asked = Stopwatch.GetTimestamp();
            var counted = await channel.QueueDeclarePassiveAsync(queue);
            return counted is { MessageCount: 0, ConsumerCount: 0 } && Stopwatch.GetElapsedTime(asked) >= s_leaderPatience
                ? throw new TimeoutException($"The leader of {queue} is busy, and nothing was counted.")
                : counted;
        }
        catch (OperationInterruptedException missing) when (missing.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            return null;
        }
    }

    /// <summary>Messages that wait or are with a consumer, as the broker last counted them; null where it has not.</summary>
    public async Task<long?> UnsettledAsync(string queue) => await FindAsync(queue) is { } found ? found.Unsettled : 0;

    public async Task<QueueState?> FindAsync(string queue) => (await AllAsync()).SingleOrDefault(one => one.Name == queue);

    /// <summary>Every queue of the test but its subscriber's.</summary>
    public async Task<IReadOnlyList<QueueState>> AllAsync() =>
        [.. (await _management.QueuesAsync(_virtualHost)).Where(queue => queue.Name != Subscriber.Queue)];

    /// <summary>Has RabbitMQ give up a message that comes back more often than this; the lower of this and the queue's own limit counts.</summary>
    public Task LimitReturnsAsync(string queue, int limit) => _management.SetPolicyAsync(
        _virtualHost, queue, $"^{queue}$", new Dictionary<string, object> { ["delivery-limit"] = limit });

    /// <summary>Declares somebody's queue that has room for one message of an exchange and refuses any other.</summary>
    public async Task DeclareNarrowAsync(string queue, string exchange)
    {
        await using var channel = await _connection.OpenChannelAsync();
        var narrow = new Dictionary<string, object?> { ["x-max-length"] = 1, ["x-overflow"] = "reject-publish" };
        await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, narrow);
        await channel.QueueBindAsync(queue, exchange, "");
    }

    /// <summary>Declares a queue as somebody else would: of that type, with no other argument.</summary>
    public async Task DeclareAsync(string queue, string type)
    {
        await using var channel = await _connection.OpenChannelAsync();
        await channel.QueueDeclareAsync(
            queue, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = type });
    }

    /// <summary>Has a queue of nobody's take a copy of all that comes through an exchange from now on.</summary>
    public async Task WitnessAsync(string exchange)
    {
        await using var channel = await _connection.OpenChannelAsync();
        await channel.QueueDeclareAsync(Witness, durable: true, exclusive: false, autoDelete: false);
        await channel.QueueBindAsync(Witness, exchange, "");
    }

    /// <summary>Puts a message into a queue as plain JSON, past every exchange.</summary>
    public async Task PutAsync(string queue, object message)
    {
        await using var channel = await _connection.OpenChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        var properties = new BasicProperties { ContentType = Publisher.Json, Persistent = true };
        await channel.BasicPublishAsync("", queue, mandatory: true, properties, JsonSerializer.SerializeToUtf8Bytes(message, JsonSerializerOptions.Web));
    }

    /// <summary>Waits until so many messages have been delivered, and ends with all of them unacknowledged.</summary>
    public async Task ReturnAsync(string queue, int messages)
    {
        await using var channel = await _connection.OpenChannelAsync();
        var held = new SemaphoreSlim(0);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, _) =>
        {
            held.Release();
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue, autoAck: false, consumer);
        for (; messages > 0; messages--)
        {
            Assert.True(await held.WaitAsync(TimeSpan.FromSeconds(30)), $"{messages} messages have not come to {queue}.");
        }
    }

    /// <summary>Is given all that comes into a queue, before everybody else, and keeps it until it is disposed of.</summary>
    public async Task<IAsyncDisposable> WithholdAsync(string queue)
    {
        var channel = await _connection.OpenChannelAsync();
        await channel.BasicConsumeAsync(
            queue, autoAck: false, consumerTag: "", noLocal: false, exclusive: false,
            new Dictionary<string, object?> { ["x-priority"] = 1 }, new AsyncEventingBasicConsumer(channel));
        return channel;
    }

    /// <summary>Reads an error queue and leaves it as it is; empty where there is none.</summary>
    public Task<IReadOnlyList<PoisonMessage>> PoisonAsync(string errorQueue) =>
        ReadAsync(errorQueue, message => new PoisonMessage(Header(message, "MT-Fault-Message"), Text(message)));

    /// <summary>What waits in a queue, in words, and what RabbitMQ knows of it; empty where there is no such queue.</summary>
    public Task<IReadOnlyList<string>> WaitingAsync(string queue) => ReadAsync(queue, message =>
        $"{Text(message)} (redelivered: {message.Redelivered}, returns: {Header(message, "x-delivery-count")})");

    /// <summary>Waits until an error queue holds so many messages, and returns what it holds.</summary>
    public async Task<IReadOnlyList<PoisonMessage>> SeesPoisonAsync(string errorQueue, int count)
    {
        await Eventually.SeesAsync(() => ReadyAsync(errorQueue), ready => ready >= count);
        return await PoisonAsync(errorQueue);
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private static string Text(BasicGetResult message) => Encoding.UTF8.GetString(message.Body.Span);

    private static string Header(BasicGetResult message, string name) =>
        message.BasicProperties.Headers?.TryGetValue(name, out var header) is not true ? ""
        : header is byte[] text ? Encoding.UTF8.GetString(text) : $"{header}";

    /// <summary>Reads all that waits in a queue, and leaves it as it is.</summary>
    private async Task<IReadOnlyList<T>> ReadAsync<T>(string queue, Func<BasicGetResult, T> read)
    {
        if (await ReadyAsync(queue) is null)
        {
            return [];
        }

        // What is read is not acknowledged, so it goes back when the channel closes.
        await using var channel = await _connection.OpenChannelAsync();
        var messages = new List<T>();
        while (await channel.BasicGetAsync(queue, autoAck: false) is { } message)
        {
            messages.Add(read(message));
        }

        return messages;
    }
}

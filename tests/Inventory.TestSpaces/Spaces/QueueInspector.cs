using System.Text;
using Inventory.Testing.Servers;
using RabbitMQ.Client;
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

    /// <summary>Every queue of the contract, in the order of names.</summary>
    public static readonly IReadOnlyList<string> Contract = 
    [
        "inventory-configure-stock-level", "inventory-order-cancelled", Orders, "inventory-order-shipped", "inventory-release-reservation",
        "inventory-reservation-due", "inventory-reserve-stock", "inventory-stock-adjusted", "inventory-stock-counted", Receipts,
    ];

    private readonly IConnection _connection;
    private readonly BrokerManagement _management;
    private readonly string _virtualHost;

    private QueueInspector(IConnection connection, BrokerManagement management, string virtualHost) =>
        (_connection, _management, _virtualHost) = (connection, management, virtualHost);

    public static async Task<QueueInspector> OpenAsync(string rabbitMq, BrokerManagement management, string virtualHost) =>
        new(await AmqpConnection.OpenAsync(rabbitMq), management, virtualHost);

    /// <summary>Every connection to the virtual host, some moments ago.</summary>
    public Task<IReadOnlyList<ConnectionState>> ConnectionsAsync() => _management.ConnectionsAsync(_virtualHost);

    /// <summary>How many messages wait for a consumer at this moment; null where there is no such queue.</summary>
    public async Task<uint?> ReadyAsync(string queue)
    {
        await using var channel = await _connection.CreateChannelAsync();
        try
        {
            return (await channel.QueueDeclarePassiveAsync(queue)).MessageCount;
        }
        catch (OperationInterruptedException missing) when (missing.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            return null;
        }
    }

    /// <summary>Messages that wait or are with a consumer, as the broker last counted them.</summary>
    public async Task<long> UnsettledAsync(string queue) => await FindAsync(queue) is { } found ? found.Ready + found.Unacknowledged : 0;

    public async Task<QueueState?> FindAsync(string queue) => (await AllAsync()).SingleOrDefault(one => one.Name == queue);

    /// <summary>Every queue of the test but its subscriber's.</summary>
    public async Task<IReadOnlyList<QueueState>> AllAsync() =>
        [.. (await _management.QueuesAsync(_virtualHost)).Where(queue => queue.Name != Subscriber.Queue)];

    /// <summary>Reads an error queue and leaves it as it is; empty where there is none.</summary>
    public async Task<IReadOnlyList<PoisonMessage>> PoisonAsync(string errorQueue)
    {
        if (await ReadyAsync(errorQueue) is null)
        {
            return [];
        }

        // What is read is not acknowledged, so it goes back when the channel closes.
        await using var channel = await _connection.CreateChannelAsync();
        var messages = new List<PoisonMessage>();
        while (await channel.BasicGetAsync(errorQueue, autoAck: false) is { } message)
        {
            var reason = message.BasicProperties.Headers?.TryGetValue("MT-Fault-Message", out var header) is true ? header : null;
            messages.Add(new PoisonMessage(
                reason is byte[] text ? Encoding.UTF8.GetString(text) : $"{reason}", Encoding.UTF8.GetString(message.Body.Span)));
        }

        return messages;
    }

    /// <summary>Waits until an error queue holds so many messages, and returns what it holds.</summary>
    public async Task<IReadOnlyList<PoisonMessage>> SeesPoisonAsync(string errorQueue, int count)
    {
        await Eventually.SeesAsync(() => ReadyAsync(errorQueue), ready => ready >= count);
        return await PoisonAsync(errorQueue);
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}

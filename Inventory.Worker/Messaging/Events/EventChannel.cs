using Inventory.Worker.Hosting;
using RabbitMQ.Client;

namespace Inventory.Worker.Messaging.Events;

/// <summary>
/// A connection to RabbitMQ that only publishes, until it ends. What belongs together is sent one behind the other and waited for
/// as one, which costs a fraction of waiting for each.
/// </summary>
internal sealed class EventChannel : IAsyncDisposable
{
    private static readonly CachedString s_noKey = new("");

    private readonly BrokerConnection _connection;
    private readonly IChannel _channel;
    private readonly EventWriter _writer;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly CancellationTokenSource _ended = new();
    private readonly Confirmations _confirmations = new();
    private ulong _sent;

    private EventChannel(BrokerConnection connection, IChannel channel, TimeProvider clock)
    {
        (_connection, _channel, _writer) = (connection, channel, new EventWriter(clock));
        connection.Amqp.ConnectionBlockedAsync += (_, _) => Hear(isBlocked: true);
        connection.Amqp.ConnectionUnblockedAsync += (_, _) => Hear(isBlocked: false);
        channel.BasicAcksAsync += (_, confirmed) => Hear(confirmed.DeliveryTag, confirmed.Multiple);
        channel.BasicNacksAsync += (_, _) => End("RabbitMQ has refused a message.");
        channel.ChannelShutdownAsync += (_, shutdown) => End(shutdown.ReplyText);
        connection.Ended.Register(() => End("The connection to RabbitMQ has ended."));
    }

    public bool HasEnded => _ended.IsCancellationRequested;

    /// <summary>RabbitMQ takes in nothing that is published: it is short of memory or disk.</summary>
    public bool IsBlocked { get; private set; }

    public static async Task<EventChannel> OpenAsync(ConnectionSettings connections, TimeProvider clock, CancellationToken cancellationToken)
    {
        var connection = await BrokerConnection.OpenAsync(connections, "inventory-events", cancellationToken);
        try
        {
            var confirmed = new CreateChannelOptions(
                publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: false, outstandingPublisherConfirmationsRateLimiter: null);
            var channel = await connection.Amqp.CreateChannelAsync(confirmed, cancellationToken);
            foreach (var type in EventType.All)
            {
                await channel.ExchangeDeclareAsync(type.Exchange.Value, ExchangeType.Fanout, durable: true, cancellationToken: cancellationToken);
            }

            return new EventChannel(connection, channel, clock);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Returns when RabbitMQ has confirmed all of them. Several may be at it at the same time.</summary>
    /// <exception cref="UnconfirmedException">It has not, and will not.</exception>
    public async Task PublishAsync(IReadOnlyCollection<OutgoingEvent> events, CancellationToken cancellationToken)
    {
        Task confirmed;
        await _turn.WaitAsync(cancellationToken);
        try
        {
            confirmed = await SendAsync(events);
        }
        finally
        {
            _turn.Release();
        }

        await confirmed.WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await End("The worker has closed its connection.");
        await _connection.DisposeAsync();
        _writer.Dispose();
    }

    /// <returns>Done when they are confirmed; failed, where they could not even be sent.</returns>
    private async Task<Task> SendAsync(IReadOnlyCollection<OutgoingEvent> events)
    {
        try
        {
            foreach (var one in events)
            {
                var type = EventType.Of(one.Message);
                var properties = new BasicProperties
                {
                    ContentType = EventWriter.ContentType,
                    DeliveryMode = DeliveryModes.Persistent,
                    MessageId = one.MessageId.ToString(),
                };
                await _channel.BasicPublishAsync(type.Exchange, s_noKey, mandatory: false, properties, _writer.Write(one, type), _ended.Token);
                _sent++;
            }

            return _confirmations.UpToAsync(_sent);
        }
        catch (Exception failure)
        {
            // What number the next message would have is not known any more.
            await End(failure.Message);
            return _confirmations.UpToAsync(ulong.MaxValue);
        }
    }

    private Task Hear(bool isBlocked)
    {
        IsBlocked = isBlocked;
        return Task.CompletedTask;
    }

    private Task Hear(ulong confirmed, bool multiple)
    {
        _confirmations.Confirm(confirmed, multiple);
        return Task.CompletedTask;
    }

    private Task End(string reason)
    {
        _confirmations.End(reason);
        return _ended.CancelAsync();
    }
}

using System.Text.Json;
using MassTransit;
using RabbitMQ.Client;

namespace Inventory.Testing.Spaces;

/// <summary>Publishes as shops do: envelopes of MassTransit, or plain JSON and whatever else over AMQP. Everything is confirmed by the broker.</summary>
public sealed class Publisher(string rabbitMq) : IAsyncDisposable
{
    public const string Json = "application/json";
    public const string Envelope = "application/vnd.masstransit+json";

    /// <summary>What is long for a broker that is well.</summary>
    public static readonly TimeSpan UsualPatience = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _opening = new(1);
    private readonly RenewedConnection _connection = new(rabbitMq);
    private IBusControl? _bus;
    private IChannel? _channel;

    /// <summary>How long the broker may take to confirm. What it has not confirmed by then is given up, and is not sent later either.</summary>
    public TimeSpan Patience { get; set; } = Timeout.InfiniteTimeSpan;

    /// <summary>
    /// Publishes until the broker has confirmed it, as a shop would: each attempt has the publisher's <see cref="Patience"/>, and as an
    /// attempt that is given up may have been taken in all the same, a message may come twice.
    /// </summary>
    public static Task UntilConfirmedAsync(Func<Task> publish, TimeSpan within) => Eventually.SeesAsync(
        async () =>
        {
            await publish();
            return true;
        },
        confirmed => confirmed,
        within,
        what: "publishing",
        condition: "was confirmed");

    /// <summary>Publishes an envelope.</summary>
    public Task PublishAsync<T>(T message, Guid? messageId = null)
        where T : class =>
        OverBusAsync((bus, patience) => bus.Publish(message, context => context.MessageId = messageId ?? context.MessageId, patience));

    /// <summary>Publishes a message of any type, as an envelope or as plain JSON, with a header that comes back with it.</summary>
    public Task PublishAsync(object message, bool isPlain, (string Name, string Value) header) => isPlain
        ? PublishRawAsync(message.GetType(), JsonSerializer.SerializeToUtf8Bytes(message, message.GetType(), JsonSerializerOptions.Web), Json, header)
        : OverBusAsync((bus, patience) => bus.Publish(message, message.GetType(), context => context.Headers.Set(header.Name, header.Value), patience));

    /// <summary>Publishes plain JSON in camelCase, all of it before the first confirmation is awaited.</summary>
    public async Task PublishPlainAsync<T>(IEnumerable<T> messages) => await Task.WhenAll(messages
        .Select(message => PublishRawAsync<T>(JsonSerializer.SerializeToUtf8Bytes(message, JsonSerializerOptions.Web)))
        .ToArray());

    /// <summary>Publishes any bytes to the exchange of a message type.</summary>
    public Task PublishRawAsync<T>(ReadOnlyMemory<byte> body, string? contentType = Json) => PublishRawAsync(typeof(T), body, contentType);

    /// <summary>Publishes any bytes to the exchange of a message type, with a header that comes back with them.</summary>
    public async Task PublishRawAsync(Type type, ReadOnlyMemory<byte> body, string? contentType, (string Name, string Value)? header = null)
    {
        using var patience = new CancellationTokenSource(Patience);
        var channel = await ChannelAsync(patience.Token);
        var properties = new BasicProperties { Persistent = true };
        if (contentType is not null)
        {
            properties.ContentType = contentType;
        }

        if (header is { } with)
        {
            properties.Headers = new Dictionary<string, object?> { [with.Name] = with.Value };
        }

        await channel.BasicPublishAsync($"Inventory.Contracts:{type.Name}", "", mandatory: true, properties, body, patience.Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (_bus is not null)
        {
            await _bus.StopAsync();
        }

        await _connection.DisposeAsync();
        _opening.Dispose();
    }

    private async Task OverBusAsync(Func<IBus, CancellationToken, Task> publish)
    {
        using var patience = new CancellationTokenSource(Patience);
        var bus = await BusAsync(patience.Token);

        // The token alone is not enough: before the first message of its type, the bus declares an exchange, and that cannot be
        // cancelled. On a channel that is closed meanwhile it never ends.
        await publish(bus, patience.Token).WaitAsync(patience.Token);
    }

    private async Task<IBusControl> BusAsync(CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken);
        try
        {
            if (_bus is null)
            {
                var bus = Bus.Factory.CreateUsingRabbitMq(configure => configure.Host(new Uri(rabbitMq)));
                await bus.StartAsync(cancellationToken);
                _bus = bus;
            }

            return _bus;
        }
        finally
        {
            _opening.Release();
        }
    }

    private async Task<IChannel> ChannelAsync(CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken);
        try
        {
            if (_channel is not { IsOpen: true })
            {
                _channel = await _connection.OpenChannelAsync(
                    new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), cancellationToken);
            }

            return _channel;
        }
        finally
        {
            _opening.Release();
        }
    }
}

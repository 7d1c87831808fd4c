using Inventory.Testing.Spaces;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Inventory.Testing.Faults;

/// <summary>
/// RabbitMQ with a consumer_timeout of seconds instead of half an hour, for channels that are opened from then on; and a consumer
/// that never acknowledges, by whose fate the passing of such times can be told.
/// </summary>
public sealed class ImpatientBroker : IAsyncDisposable
{
    /// <summary>How long a consumer may hold a message.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    private const string Queue = "held for ever";

    private readonly ServerSource _source;
    private readonly IConnection _connection;
    private readonly Task _holding;
    private volatile bool _isOver;
    private int _timeouts;

    private ImpatientBroker(ServerSource source, IConnection connection)
    {
        (_source, _connection) = (source, connection);
        _holding = HoldAsync();
    }

    /// <summary>How often the message has been taken back.</summary>
    public int Timeouts => _timeouts;

    public static async Task<ImpatientBroker> BeginAsync(ServerSource source, string rabbitMq)
    {
        await SetAsync(source, (long)Timeout.TotalMilliseconds, tickInterval: 500);
        return new ImpatientBroker(source, await AmqpConnection.OpenAsync(rabbitMq));
    }

    public Task SeesTimeoutsAsync(int more)
    {
        var enough = _timeouts + more;
        return Eventually.SeesAsync(() => Timeouts, timeouts => timeouts >= enough, TimeSpan.FromSeconds(60));
    }

    public async ValueTask DisposeAsync()
    {
        _isOver = true;
        try
        {
            await _connection.DisposeAsync();
            await _holding;
        }
        finally
        {
            await SetAsync(_source, consumerTimeout: 1_800_000, tickInterval: 60_000);
        }
    }

    private static Task SetAsync(ServerSource source, long consumerTimeout, long tickInterval) => source.ControlRabbitMqAsync(
        "eval", $"application:set_env(rabbit, consumer_timeout, {consumerTimeout}), application:set_env(rabbit, channel_tick_interval, {tickInterval}).");

    private async Task HoldAsync()
    {
        await using (var channel = await _connection.CreateChannelAsync())
        {
            await channel.QueueDeclareAsync(Queue, durable: false, exclusive: true, autoDelete: false);
            await channel.BasicPublishAsync("", Queue, "hold me"u8.ToArray());
        }

        try
        {
            while (!_isOver)
            {
                await HoldOnceAsync();
            }
        }
        catch (Exception) when (_isOver)
        {
            // Its connection was closed under it.
        }
    }

    private async Task HoldOnceAsync()
    {
        await using var channel = await _connection.CreateChannelAsync();
        var closed = new TaskCompletionSource<ushort>(TaskCreationOptions.RunContinuationsAsynchronously);
        channel.ChannelShutdownAsync += (_, reason) =>
        {
            closed.TrySetResult(reason.ReplyCode);
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(Queue, autoAck: false, new AsyncEventingBasicConsumer(channel));
        if (await closed.Task == Constants.PreconditionFailed)
        {
            Interlocked.Increment(ref _timeouts);
        }
    }
}

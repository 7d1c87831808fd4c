using System.Runtime.CompilerServices;
using System.Threading.Channels;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Inventory.Worker.Verbs.Errors;

/// <summary>
/// One pass over an error queue, from its oldest message to what was its youngest when the pass began: what is put back
/// meanwhile and fails again is not met twice. RabbitMQ keeps all of it; what is not acknowledged stays in the queue, in its
/// order, and stays also if this process dies.
/// </summary>
public sealed class ErrorScan : IAsyncDisposable
{
    // What is in memory at a time: so many messages, and about so many bytes.
    private const int FirstPortion = 100;
    private const int LargestPortion = 1_000;
    private const int PortionBytes = 64 * 1_048_576;

    private const int AtOnce = 32;

    /// <summary>Whoever else looks at the queue has what does not come for so long.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(2);

    private readonly IChannel _channel;
    private readonly string _queue;
    private readonly int _messages;
    private readonly TimeProvider _clock;

    /// <summary>The tags of what stays, portion by portion: who mixes two gives back the one of either consumer first.</summary>
    private readonly List<SortedSet<ulong>> _staying = [];
    private int _read;
    private long _bytes;

    private ErrorScan(IChannel channel, string queue, uint messages, TimeProvider clock) =>
        (_channel, _queue, _messages, _clock) = (channel, queue, (int)messages, clock);

    /// <returns>Null where there is no such queue: nothing has ever failed.</returns>
    public static async Task<ErrorScan?> OpenAsync(IConnection connection, string queue, TimeProvider clock, CancellationToken cancellationToken)
    {
        var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        try
        {
            return new ErrorScan(channel, queue, await CountAsync(channel, queue, cancellationToken), clock);
        }
        catch (OperationInterruptedException missing) when (missing.ShutdownReason?.ReplyCode is Constants.NotFound)
        {
            await channel.DisposeAsync();
            return null;
        }
    }

    public async IAsyncEnumerable<ErrorDelivery> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (_read < _messages)
        {
            var wanted = Math.Min(_messages - _read, NextPortion());
            var portion = await TakeAsync(wanted, cancellationToken);
            foreach (var delivery in portion)
            {
                yield return delivery;
            }

            if (portion.Count < wanted)
            {
                yield break;
            }
        }
    }

    /// <summary>Takes the message out of the queue.</summary>
    public async Task AcknowledgeAsync(ErrorDelivery delivery)
    {
        await _channel.BasicAckAsync(delivery.Tag, multiple: false);
        _staying.FindLast(portion => portion.Remove(delivery.Tag));
    }

    /// <summary>
    /// Gives back what stays, in its order: a quorum queue keeps that among so many messages that come back at once, and only if
    /// it is done with those before.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (_channel.IsOpen)
        {
            var ready = (await _channel.QueueDeclarePassiveAsync(_queue)).MessageCount;
            var isAlone = true;
            foreach (var step in _staying.SelectMany(portion => portion.Chunk(AtOnce)))
            {
                await _channel.BasicNackAsync(step[^1], multiple: true, requeue: true);
                ready += (uint)step.Length;
                isAlone = isAlone && await IsBackAsync(ready);
            }
        }

        await _channel.DisposeAsync();
    }

    /// <summary>Whether the queue holds so many messages soon; not if somebody else takes from it, and then there is no order to keep.</summary>
    private async Task<bool> IsBackAsync(uint ready)
    {
        var start = _clock.GetTimestamp();
        while ((await _channel.QueueDeclarePassiveAsync(_queue)).MessageCount < ready)
        {
            if (_clock.GetElapsedTime(start) > LongestSilence)
            {
                return false;
            }

            await Task.Delay(BetweenLooks, _clock);
        }

        return true;
    }

    /// <summary>
    /// How many messages wait. RabbitMQ counts none in a quorum queue whose leader takes more than 250 ms to answer
    /// (<c>rabbit_quorum_queue:stat</c>, 3.10); who asks for one then waits for the leader.
    /// </summary>
    private static async Task<uint> CountAsync(IChannel channel, string queue, CancellationToken cancellationToken)
    {
        var counted = (await channel.QueueDeclarePassiveAsync(queue, cancellationToken)).MessageCount;
        if (counted > 0 || await channel.BasicGetAsync(queue, autoAck: false, cancellationToken) is not { } first)
        {
            return counted;
        }

        await channel.BasicNackAsync(first.DeliveryTag, multiple: false, requeue: true, cancellationToken);
        return first.MessageCount + 1;
    }

    private int NextPortion() => _read == 0 ? FirstPortion : (int)Math.Clamp(PortionBytes / Math.Max(1, _bytes / _read), 1, LargestPortion);

    /// <summary>Has so many messages delivered, or fewer if no more come. A consumer each, which is gone before any is acknowledged: it would get more.</summary>
    private async Task<List<ErrorDelivery>> TakeAsync(int wanted, CancellationToken cancellationToken)
    {
        var arrived = Channel.CreateUnbounded<ErrorDelivery>();
        var consumer = new AsyncEventingBasicConsumer(_channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            // The body is the client's again afterwards.
            arrived.Writer.TryWrite(new ErrorDelivery(delivery.DeliveryTag, new BasicProperties(delivery.BasicProperties), delivery.Body.ToArray()));
            return Task.CompletedTask;
        };
        consumer.ShutdownAsync += (_, reason) =>
        {
            arrived.Writer.TryComplete(new OperationInterruptedException(reason));
            return Task.CompletedTask;
        };
        await _channel.BasicQosAsync(prefetchSize: 0, (ushort)wanted, global: false, cancellationToken);
        var name = await _channel.BasicConsumeAsync(_queue, autoAck: false, consumer, cancellationToken);
        var portion = new List<ErrorDelivery>(wanted);
        while (portion.Count < wanted && await NextAsync(arrived.Reader, cancellationToken) is { } delivery)
        {
            portion.Add(delivery);
            _bytes += delivery.Body.Length;
        }

        await _channel.BasicCancelAsync(name, noWait: false, cancellationToken);
        _read += portion.Count;
        _staying.Add([.. portion.Select(delivery => delivery.Tag)]);
        return portion;
    }

    private async Task<ErrorDelivery?> NextAsync(ChannelReader<ErrorDelivery> arrived, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(LongestSilence, _clock);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            return await arrived.ReadAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (ChannelClosedException closed) when (closed.InnerException is { } reason)
        {
            throw reason;
        }
    }
}

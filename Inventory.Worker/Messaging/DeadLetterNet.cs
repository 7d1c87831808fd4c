using System.Globalization;
using Inventory.Worker.Hosting;
using MassTransit;
using MassTransit.RabbitMqTransport;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;

namespace Inventory.Worker.Messaging;

/// <summary>
/// Takes from the net what RabbitMQ gave up delivering, and puts it back into its queue: confirmed there before it is
/// acknowledged here. A message comes back through no fault of its own when its worker is restarted. One that still comes back
/// after several rounds, all but the first alone, is taken for one that kills its worker, and goes to the error queue.
/// </summary>
public sealed partial class DeadLetterNet(BrokerLink broker, TimeProvider clock, IOptions<WorkerOptions> options, ILogger<DeadLetterNet> logger) :
    IFilter<ReceiveContext>, IDisposable
{
    /// <summary>How often a message is put back.</summary>
    public const int MostRounds = 5;

    private const int Prefetch = 100;

    private readonly SemaphoreSlim _alone = new(1);

    /// <summary>Makes an endpoint the net's.</summary>
    public void Apply(IReceiveEndpointConfigurator endpoint)
    {
        endpoint.PrefetchCount = Prefetch;
        endpoint.ConfigureConsumeTopology = false;

        // Before anything that reads the message: the net does not care what it is.
        endpoint.ConfigureReceive(receive => receive.UseFilter(this));
    }

    public async Task Send(ReceiveContext context, IPipe<ReceiveContext> next)
    {
        var delivery = context.GetPayload<RabbitMqBasicConsumeContext>();
        try
        {
            await ReturnAsync(context.GetPayload<ChannelContext>(), delivery.Properties, context.GetBody());
        }
        catch (Exception failure) when (!context.CancellationToken.IsCancellationRequested)
        {
            // Thrown on, it goes back into the net; not at once, as the next try will fail for the same reason.
            LogFailed(logger, ReturnedMessage.OriginOf(delivery.Properties), failure.Message);
            await Task.Delay(options.Value.LongestPause, clock, context.CancellationToken);
            throw;
        }
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("dead-letter-net");

    public void Dispose() => _alone.Dispose();

    private async Task ReturnAsync(ChannelContext channel, IReadOnlyBasicProperties properties, byte[] body)
    {
        var origin = ReturnedMessage.OriginOf(properties) ?? throw new InvalidOperationException("RabbitMQ has not put this message into the net.");
        var back = ReturnedMessage.Clean(properties);
        if (origin.EndsWith(ServiceQueues.ErrorSuffix, StringComparison.Ordinal))
        {
            // Poison that was looked at too often for a limit that somebody has set.
            await PublishAsync(channel, origin, back, body);
            return;
        }

        var rounds = ReturnedMessage.RoundsOf(properties) + 1;
        back.Headers![ReturnedMessage.RoundsHeader] = rounds.ToString(CultureInfo.InvariantCulture);
        if (rounds == 1)
        {
            await PublishAsync(channel, origin, back, body);
        }
        else
        {
            await ReturnAloneAsync(channel, origin, rounds, back, body);
        }
    }

    /// <summary>
    /// One after the other, each with time to be settled before the next one follows: so that those which were only near a message
    /// that kills workers are not near it again.
    /// </summary>
    private async Task ReturnAloneAsync(ChannelContext channel, string origin, int rounds, BasicProperties back, byte[] body)
    {
        await _alone.WaitAsync(channel.CancellationToken);
        try
        {
            if (rounds > MostRounds)
            {
                await GiveUpAsync(channel, origin, back, body);
                return;
            }

            LogReturned(logger, origin, rounds);
            await PublishAsync(channel, origin, back, body);
            await Task.Delay(options.Value.ShortestPause, clock, channel.CancellationToken);
        }
        finally
        {
            _alone.Release();
        }
    }

    private async Task GiveUpAsync(ChannelContext channel, string origin, BasicProperties back, byte[] body)
    {
        var reason = string.Create(
            CultureInfo.InvariantCulture,
            $"The message came back from workers {MostRounds + 1} × {QueueArguments.DeliveryLimit + 1} times without an outcome: they may end whenever they take it.");
        var errors = ServiceQueues.ErrorsOf(origin);
        LogGivenUp(logger, origin, reason);
        back.Headers!.Remove(ReturnedMessage.RoundsHeader);
        back.Headers[MessageHeaders.Reason] = "fault";
        back.Headers[MessageHeaders.FaultMessage] = reason;
        back.Headers[MessageHeaders.FaultTimestamp] = clock.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);
        await channel.QueueDeclare(errors, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object>(), channel.CancellationToken);
        await PublishAsync(channel, errors, back, body);
    }

    /// <summary>Returns when the queue has the message. What is published over a connection that is gone will never be confirmed.</summary>
    private async Task PublishAsync(ChannelContext channel, string queue, BasicProperties properties, byte[] body)
    {
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(channel.CancellationToken, broker.Replaced);
        await channel.BasicPublishAsync(exchange: "", queue, mandatory: true, properties, body, awaitAck: true, gone.Token);
    }

    [LoggerMessage(LogLevel.Warning, "A message is put back into {Queue} for the {Round}. time.")]
    private static partial void LogReturned(ILogger logger, string queue, int round);

    [LoggerMessage(LogLevel.Error, "A message at {Queue} goes to its error queue: {Reason}")]
    private static partial void LogGivenUp(ILogger logger, string queue, string reason);

    [LoggerMessage(LogLevel.Warning, "A message cannot be put back into {Queue} yet: {Reason}")]
    private static partial void LogFailed(ILogger logger, string? queue, string reason);
}

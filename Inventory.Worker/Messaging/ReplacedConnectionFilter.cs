using MassTransit;
using MassTransit.RabbitMqTransport;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Inventory.Worker.Messaging;

/// <summary>
/// Ends a consumer whose connection has been replaced and that has not noticed, so that its endpoint consumes over the new
/// one. RabbitMQ.Client 7.2.2 tells the channels of a broken connection one after the other, and one of them may never
/// return: those after it, and who consumes over them, take the connection for open, and are silently dead.
/// </summary>
internal sealed partial class ReplacedConnectionFilter(BrokerLink broker, TimeProvider clock, ILogger<ReplacedConnectionFilter> logger) : IFilter<ChannelContext>
{
    /// <summary>How long a consumer may take to notice by itself. It holds nothing by then that it could still acknowledge.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    public async Task Send(ChannelContext context, IPipe<ChannelContext> next)
    {
        var replaced = new TaskCompletionSource();
        await using var registration = broker.Replaced.Register(replaced.SetResult);
        var consuming = next.Send(context);
        if (await Task.WhenAny(consuming, replaced.Task) == replaced.Task)
        {
            await Task.WhenAny(consuming, Task.Delay(Grace, clock));
            if (!consuming.IsCompleted)
            {
                LogEnded(logger);
                throw new OperationInterruptedException(
                    new ShutdownEventArgs(ShutdownInitiator.Library, Constants.ConnectionForced, "The connection has been replaced."));
            }
        }

        await consuming;
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("replaced-connection");

    [LoggerMessage(LogLevel.Warning, "A consumer has not noticed that its connection to RabbitMQ is gone; it starts over.")]
    private static partial void LogEnded(ILogger logger);
}

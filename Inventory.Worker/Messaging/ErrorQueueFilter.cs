using System.Runtime.ExceptionServices;
using Inventory.Worker.Pipeline;
using MassTransit;
using MassTransit.Middleware;
using MassTransit.Middleware.Rescue;
using MassTransit.Transports;

namespace Inventory.Worker.Messaging;

/// <summary>
/// The door of the error queue. What gets here was either refused by a consumer for good, or could not be read as a message
/// at all. A server that is away is neither: such a failure is thrown on, which returns the message to its queue.
/// </summary>
public sealed partial class ErrorQueueFilter(ILogger<ErrorQueueFilter> logger) :
    IFilter<ExceptionReceiveContext>,
    IFilter<ReceiveContext>
{
    public async Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next)
    {
        if (FaultPolicy.IsInfrastructure(context.Exception))
        {
            ExceptionDispatchInfo.Throw(context.Exception);
        }

        // MassTransit writes the text of the innermost exception into the headers, so the reason must stand alone there.
        // A parser's own words need a subject.
        var reason = context.Exception is PoisonMessageException poison
            ? poison.Message
            : $"The message cannot be read: {context.Exception.GetBaseException().Message}";
        LogPoison(logger, context.InputAddress.AbsolutePath, reason);
        await next.Send(new RescueExceptionReceiveContext(context, new PoisonMessageException(reason)));
    }

    /// <summary>A message that no consumer of the queue takes: it is of another type. Poison like any other.</summary>
    public async Task Send(ReceiveContext context, IPipe<ReceiveContext> next)
    {
        var reason = new PoisonMessageException("The message is not of the type that this queue is for.");
        LogPoison(logger, context.InputAddress.AbsolutePath, reason.Message);
        await context.GetPayload<IErrorTransport>().Send(new RescueExceptionReceiveContext(context, reason));
        await next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("error-queue");

    [LoggerMessage(LogLevel.Warning, "A message at {Queue} goes to its error queue: {Reason}")]
    private static partial void LogPoison(ILogger logger, string queue, string reason);
}

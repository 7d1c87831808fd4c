using Inventory.Worker.Hosting;
using MassTransit;
using MassTransit.RabbitMqTransport;
using RabbitMQ.Client;

namespace Inventory.Worker.Messaging;

/// <summary>
/// Has every queue that MassTransit declares on a channel declared by us: with our arguments, and as it is where it exists.
/// MassTransit would go on declaring a queue of another type for ever, and would give error queues the arguments of their
/// intake queue, its delivery limit included.
/// </summary>
internal sealed partial class QueueDeclarationFilter(QueueType type, ILogger<QueueDeclarationFilter> logger) : IFilter<ChannelContext>
{
    public Task Send(ChannelContext context, IPipe<ChannelContext> next) => next.Send(new DeclaringChannel(context, this));

    public void Probe(ProbeContext context) => context.CreateFilterScope("queue-declaration");

    private async Task<QueueDeclareOk> DeclareAsync(ChannelContext context, string queue, CancellationToken cancellationToken)
    {
        var declared = await QueueDeclaration.DeclareAsync(
            context.ConnectionContext.Connection, queue, QueueArguments.Of(queue, type), cancellationToken);
        if (declared.Difference is { } difference)
        {
            LogTaken(logger, queue, difference);
        }

        return declared.Queue;
    }

    [LoggerMessage(
        LogLevel.Warning,
        "Queue {Queue} was declared otherwise before and is taken as it is; to have it as it is set, delete it while it is empty and start a worker. RabbitMQ says: {Difference}")]
    private static partial void LogTaken(ILogger logger, string queue, string difference);

    /// <summary>Implements the interface anew for the one method that differs.</summary>
    private sealed class DeclaringChannel(ChannelContext context, QueueDeclarationFilter filter) :
        ScopeChannelContext(context, CancellationToken.None),
        ChannelContext
    {
        private readonly ChannelContext _context = context;

        Task<QueueDeclareOk> ChannelContext.QueueDeclare(
            string queue, bool durable, bool exclusive, bool autoDelete, IDictionary<string, object> arguments, CancellationToken cancellationToken) =>
            filter.DeclareAsync(_context, queue, cancellationToken);
    }
}

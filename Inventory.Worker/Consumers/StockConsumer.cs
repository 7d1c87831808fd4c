using Inventory.Stock.Decisions;
using Inventory.Stock.Validation;
using Inventory.Worker.Messaging;
using Inventory.Worker.Pipeline;
using MassTransit;

namespace Inventory.Worker.Consumers;

/// <summary>Turns a message into the command that it stands for.</summary>
public delegate Validated<StockCommand> ReadCommand<in TMessage>(TMessage message);

/// <summary>Takes one type of message and has its command settled. Returning acknowledges.</summary>
public sealed class StockConsumer<TMessage>(ReadCommand<TMessage> read, StockPipeline pipeline) : IConsumer<TMessage>
    where TMessage : class
{
    public async Task Consume(ConsumeContext<TMessage> context)
    {
        var message = read(context.Message);
        if (!message.IsValid)
        {
            throw PoisonMessageException.Invalid(typeof(TMessage).Name, message.Errors);
        }

        await pipeline.SettleAsync(message.Command, context.CancellationToken);
    }
}

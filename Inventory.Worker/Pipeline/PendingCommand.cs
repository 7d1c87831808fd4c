using Inventory.Stock.Decisions;

namespace Inventory.Worker.Pipeline;

/// <summary>A command on its way through the pipeline, and the consumer that waits for its outcome.</summary>
internal sealed class PendingCommand(StockCommand command)
{
    // Continuations run elsewhere: the loop that completes a group must not run five hundred consumers itself.
    private readonly TaskCompletionSource<Outcome> _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public StockCommand Command { get; } = command;

    public Task<Outcome> Settled => _settled.Task;

    public void Settle(Outcome outcome) => _settled.TrySetResult(outcome);

    public void Fail(Exception reason) => _settled.TrySetException(reason);
}

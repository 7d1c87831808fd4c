using Inventory.Stock.Decisions;

namespace Inventory.Worker.Pipeline;

/// <summary>A command on its way through the pipeline, and the consumer that waits for it.</summary>
/// <param name="command">The command.</param>
/// <param name="givenUp">Cancelled when the consumer no longer waits: its message goes back to the queue, and comes again.</param>
internal sealed class PendingCommand(StockCommand command, CancellationToken givenUp = default)
{
    // Continuations run elsewhere: the loop that completes a group must not run all its consumers itself.
    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public StockCommand Command { get; } = command;

    /// <summary>Nobody waits for it any more.</summary>
    public bool IsGivenUp => givenUp.IsCancellationRequested;

    public Task Settled => _settled.Task;

    public void Settle() => _settled.TrySetResult();

    public void Fail(Exception reason) => _settled.TrySetException(reason);
}

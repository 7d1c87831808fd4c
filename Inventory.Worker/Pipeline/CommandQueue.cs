using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Inventory.Worker.Pipeline;

/// <summary>
/// Where commands wait for the next group. A group is whatever waits when the one before it is done, up to a cap; there is
/// no timer, so an idle worker answers at once and a busy one fills its groups. Bounded by the consumers' prefetch: a command
/// that was given up is passed over, because its message comes again.
/// </summary>
internal sealed class CommandQueue(int maxCommands, int maxLines)
{
    /// <summary>What a command counts that means all lines of its order or reservation: how many these are is not known before it is read.</summary>
    private const int UnnamedLines = 25;

    private readonly Channel<PendingCommand> _waiting = Channel.CreateUnbounded<PendingCommand>(new() { SingleReader = true });

    public void Add(PendingCommand command)
    {
        if (!_waiting.Writer.TryWrite(command))
        {
            command.Fail(new OperationCanceledException("The pipeline has stopped."));
        }
    }

    public async IAsyncEnumerable<IReadOnlyList<PendingCommand>> GroupsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await _waiting.Reader.WaitToReadAsync(cancellationToken))
        {
            if (NextGroup() is { Count: > 0 } group)
            {
                yield return group;
            }
        }
    }

    /// <summary>Ends the queue: what still waits, or comes later, is left unacknowledged for the next worker.</summary>
    public void Close()
    {
        _waiting.Writer.TryComplete();
        while (_waiting.Reader.TryRead(out var command))
        {
            command.Fail(new OperationCanceledException("The pipeline has stopped."));
        }
    }

    private List<PendingCommand> NextGroup()
    {
        var group = new List<PendingCommand>();
        var lines = 0;
        while (group.Count < maxCommands && lines < maxLines && _waiting.Reader.TryRead(out var pending))
        {
            if (pending.IsGivenUp)
            {
                continue;
            }

            group.Add(pending);
            lines += pending.Command.Lines is { IsEmpty: false } named ? named.Length : UnnamedLines;
        }

        return group;
    }
}

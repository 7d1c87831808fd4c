namespace Inventory.Worker.Messaging.Events;

/// <summary>
/// What RabbitMQ has confirmed of what was sent over a channel. Messages are numbered from 1 as they are sent; they are confirmed
/// one by one or all up to one, and not always in their order.
/// </summary>
internal sealed class Confirmations
{
    private readonly Lock _lock = new();
    private readonly HashSet<ulong> _early = [];
    private readonly PriorityQueue<TaskCompletionSource, ulong> _waiting = new();
    private ulong _confirmed;
    private Exception? _end;

    /// <summary>Done when every message up to this one is confirmed.</summary>
    /// <exception cref="UnconfirmedException">They will not be.</exception>
    public Task UpToAsync(ulong number)
    {
        lock (_lock)
        {
            if (number <= _confirmed)
            {
                return Task.CompletedTask;
            }

            if (_end is not null)
            {
                return Task.FromException(_end);
            }

            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(done, number);
            return done.Task;
        }
    }

    public void Confirm(ulong number, bool multiple)
    {
        lock (_lock)
        {
            if (multiple)
            {
                _confirmed = Math.Max(_confirmed, number);
                _early.RemoveWhere(early => early <= _confirmed);
            }
            else
            {
                _early.Add(number);
            }

            while (_early.Remove(_confirmed + 1))
            {
                _confirmed++;
            }

            while (_waiting.TryPeek(out var done, out var upTo) && upTo <= _confirmed)
            {
                _waiting.Dequeue();
                done.SetResult();
            }
        }
    }

    /// <summary>No more will be confirmed.</summary>
    public void End(string reason)
    {
        lock (_lock)
        {
            _end ??= new UnconfirmedException(reason);
            while (_waiting.TryDequeue(out var done, out _))
            {
                done.SetException(_end);
            }
        }
    }
}

/// <summary>RabbitMQ has not confirmed a message, and will not. It may have been published all the same.</summary>
public sealed class UnconfirmedException(string reason) : Exception(reason);

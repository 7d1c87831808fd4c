using System.Collections.Concurrent;
using System.Text;
using Inventory.Contracts;
using Inventory.FaultTests.Checking;
using Inventory.Testing.Spaces;

namespace Inventory.FaultTests.Load;

/// <summary>
/// Sends messages, each until the broker has confirmed it, and counts on every one of them: to be recorded, or, where it is
/// poison, to lie in its error queue.
/// </summary>
internal sealed class Shop(Publisher publisher, History history)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(120);

    private readonly ConcurrentDictionary<PoisonExpected, bool> _poison = new();
    private int _names;

    /// <summary>The poison that must lie in error queues.</summary>
    public IReadOnlyCollection<PoisonExpected> Poison => [.. _poison.Keys];

    /// <summary>A name that nothing sent before begins with.</summary>
    public string NewName() => $"n{Interlocked.Increment(ref _names)}";

    /// <summary>Sends plain JSON, or an envelope.</summary>
    public Task SendAsync(object message, bool isPlain = true) =>
        SendAsync(message, () => publisher.PublishAsync(message, isPlain, ("sender", "fault-suite")));

    /// <summary>Sends an envelope under a MessageId of the caller's.</summary>
    public Task SendAsync(OrderPlaced message, Guid messageId) => SendAsync(message, () => publisher.PublishAsync(message, messageId));

    /// <summary>Sends plain JSON to the queue of orders that nobody can settle.</summary>
    public Task SendPoisonAsync(object body, PoisonExpected? expected)
    {
        if (expected is not null)
        {
            Expect(expected);
        }

        return body is string text
            ? UntilConfirmedAsync(() => publisher.PublishRawAsync<OrderPlaced>(Encoding.UTF8.GetBytes(text)))
            : UntilConfirmedAsync(() => publisher.PublishAsync(body, isPlain: true, ("sender", "fault-suite")));
    }

    public void Expect(PoisonExpected poison) => _poison[poison] = true;

    /// <summary>The error queue has been emptied by somebody.</summary>
    public void ForgetPoison(string queue)
    {
        foreach (var gone in _poison.Keys.Where(one => one.Queue == queue))
        {
            _poison.TryRemove(gone, out _);
        }
    }

    private async Task SendAsync(object message, Func<Task> publish)
    {
        Sent? sent = null;
        await UntilConfirmedAsync(() =>
        {
            sent = history.Publish(Messages.OperationId(message), message);
            return publish();
        });
        sent!.IsConfirmed = true;
    }

    private static Task UntilConfirmedAsync(Func<Task> publish) => Publisher.UntilConfirmedAsync(publish, s_patience);
}

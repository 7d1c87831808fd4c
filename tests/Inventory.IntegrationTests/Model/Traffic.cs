using System.Collections.Concurrent;
using System.Text.Json;
using Inventory.Contracts;
using Inventory.Testing.Spaces;
using Inventory.Testing.Workers;
using Inventory.Worker.Pipeline;
using MassTransit;

namespace Inventory.IntegrationTests.Model;

/// <summary>An event as it was heard.</summary>
internal sealed record Heard(Guid MessageId, object Event);

/// <summary>A level as a <see cref="StockLevelsChanged"/> reported it, which may report levels of other sequences too.</summary>
internal sealed record HeardChange(Guid MessageId, LevelChange Change);

/// <summary>
/// What sequences send and hear, each apart from the others. The names of a sequence begin with its space, which ends with a dot.
/// </summary>
internal sealed class Traffic : IReceiveObserver
{
    private const string Header = "sequence";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly TestSpace _space;
    private readonly ConcurrentDictionary<string, ConcurrentQueue<Heard>> _events = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<HeardChange>> _changes = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<object>> _refused = new();
    private readonly ConcurrentDictionary<string, Pending> _pending = new();
    private readonly ConcurrentDictionary<Guid, TaskCompletionSource> _markers = new();
    private int _marked;

    public Traffic(TestSpace space, params InProcessWorker[] workers)
    {
        _space = space;
        space.Subscriber.Heard += Record;
        foreach (var worker in workers)
        {
            worker.Service<IBus>().ConnectReceiveObserver(this);
        }
    }

    /// <summary>The answers to a sequence and the crossings of its levels, in the order of arrival.</summary>
    public IReadOnlyList<Heard> EventsOf(string space) => [.. _events.GetValueOrDefault(space) ?? []];

    public IReadOnlyList<HeardChange> ChangesOf(string space) => [.. _changes.GetValueOrDefault(space) ?? []];

    /// <summary>The messages of a sequence that workers took for poison, each as often as it came.</summary>
    public IReadOnlyList<object> RefusedOf(string space) => [.. _refused.GetValueOrDefault(space) ?? []];

    /// <summary>Publishes all at once, and waits until workers have acknowledged every one.</summary>
    public async Task SettleAsync(string space, IReadOnlyList<Delivery> deliveries)
    {
        if (deliveries.Count == 0)
        {
            return;
        }

        var pending = _pending[space] = new Pending(deliveries.Count);
        await Task.WhenAll(deliveries.Select(delivery => _space.Publisher.PublishAsync(delivery.Message, delivery.IsPlain, (Header, space))));
        if (await Task.WhenAny(pending.Done, Task.Delay(s_patience)) != pending.Done)
        {
            Assert.Fail($"For {s_patience.TotalSeconds:0} s, {pending.Left} of {deliveries.Count} messages were not acknowledged.");
        }
    }

    /// <summary>Waits until the subscriber has heard all that was published before: what is published now comes behind it.</summary>
    public async Task CatchUpAsync()
    {
        var id = new Guid(Interlocked.Increment(ref _marked), 0, 0, new byte[8]);
        var heard = _markers[id] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _space.Publisher.PublishAsync(new StockLevelsChanged([]), id);
        await heard.Task.WaitAsync(s_patience);
    }

    public Task PreReceive(ReceiveContext context) => Task.CompletedTask;

    /// <summary>The message has been acknowledged.</summary>
    public Task PostReceive(ReceiveContext context)
    {
        if (SpaceOf(context) is { } space)
        {
            _pending[space].Acknowledge();
        }

        return Task.CompletedTask;
    }

    public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType)
        where T : class => Task.CompletedTask;

    public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception)
        where T : class
    {
        if (exception is PoisonMessageException && SpaceOf(context.ReceiveContext) is { } space)
        {
            _refused.GetOrAdd(space, _ => new()).Enqueue(context.Message);
        }

        return Task.CompletedTask;
    }

    /// <summary>The message goes back to its queue, and comes again.</summary>
    public Task ReceiveFault(ReceiveContext context, Exception exception) => Task.CompletedTask;

    private void Record(string type, Guid messageId, JsonElement message)
    {
        var happened = EventText.Parse(type, message);
        if (happened is StockLevelsChanged changed)
        {
            foreach (var change in changed.Changes)
            {
                _changes.GetOrAdd(SpaceOf(change.Sku), _ => new()).Enqueue(new HeardChange(messageId, change));
            }

            if (changed.Changes.Count == 0)
            {
                _markers[messageId].TrySetResult();
            }

            return;
        }

        var name = ((string[])["orderId", "reservationId", "countId", "sku"]).First(property => message.TryGetProperty(property, out _));
        _events.GetOrAdd(SpaceOf(message.GetProperty(name).GetString()!), _ => new()).Enqueue(new Heard(messageId, happened));
    }

    private static string? SpaceOf(ReceiveContext context) => context.TransportHeaders.Get<string>(Header);

    private static string SpaceOf(string name) => name[..(name.IndexOf('.', StringComparison.Ordinal) + 1)];

    private sealed class Pending(int count)
    {
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _left = count;

        public int Left => Volatile.Read(ref _left);

        public Task Done => _done.Task;

        public void Acknowledge()
        {
            if (Interlocked.Decrement(ref _left) == 0)
            {
                _done.SetResult();
            }
        }
    }
}

namespace Inventory.Worker.Messaging;

/// <summary>
/// The acknowledgements of a channel, said in as few frames as they can be: all that come within a millisecond go together, and one is enough
/// for all deliveries up to it that are dealt with. A delivery that is still under way, or is being given back, is never among them: those behind it are
/// acknowledged one by one.
/// </summary>
/// <param name="send">Sends an acknowledgement of a delivery, or of all up to it.</param>
/// <param name="clock">Tells the millisecond.</param>
internal sealed class Acknowledgements(Func<ulong, bool, CancellationToken, ValueTask> send, TimeProvider clock)
{
    private static readonly TimeSpan s_gathering = TimeSpan.FromMilliseconds(1);

    private readonly Lock _lock = new();
    private readonly SortedSet<ulong> _underWay = [];
    private ulong _last;
    private bool _seesAll = true;
    private Gathered _gathered = new();
    private bool _isSending;

    /// <summary>A delivery has come. They have numbers from 1 on, without a gap; where there is one, not all come by here.</summary>
    public void Delivered(ulong delivery)
    {
        lock (_lock)
        {
            _seesAll &= delivery == _last + 1;
            _last = delivery;
            _underWay.Add(delivery);
        }
    }

    /// <summary>It has been dealt with. Done when the acknowledgement has been sent.</summary>
    public Task AcknowledgeAsync(ulong delivery, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _underWay.Remove(delivery);
            _gathered.Deliveries.Add((delivery, cancellationToken));
            if (!_isSending)
            {
                _isSending = true;
                _ = SendAsync();
            }

            return _gathered.Sent.Task;
        }
    }

    /// <summary>Its return has been sent; from now on acknowledgements may reach beyond it.</summary>
    public void Returned(ulong delivery)
    {
        lock (_lock)
        {
            _underWay.Remove(delivery);
        }
    }

    // One after the other: a frame must not overtake one that names a delivery before it, which RabbitMQ would not know any more.
    private async Task SendAsync()
    {
        bool isMore;
        do
        {
            await Task.Delay(s_gathering, clock);
            Gathered gathered;
            ulong oldestUnderWay;
            lock (_lock)
            {
                (gathered, _gathered) = (_gathered, new Gathered());
                oldestUnderWay = !_seesAll ? 0 : _underWay.Count > 0 ? _underWay.Min : ulong.MaxValue;
            }

            await SendAsync(gathered, oldestUnderWay);
            lock (_lock)
            {
                isMore = _isSending = _gathered.Deliveries.Count > 0;
            }
        }
        while (isMore);
    }

    private async Task SendAsync(Gathered gathered, ulong oldestUnderWay)
    {
        try
        {
            var deliveries = gathered.Deliveries;
            deliveries.Sort((one, other) => one.Number.CompareTo(other.Number));
            var together = deliveries.FindLastIndex(delivery => delivery.Number < oldestUnderWay);
            for (var i = Math.Max(together, 0); i < deliveries.Count; i++)
            {
                await send(deliveries[i].Number, i == together, deliveries[i].CancellationToken);
            }

            gathered.Sent.SetResult();
        }
        catch (Exception failure)
        {
            gathered.Sent.SetException(failure);
        }
    }

    private sealed class Gathered
    {
        public List<(ulong Number, CancellationToken CancellationToken)> Deliveries { get; } = [];

        // What waits for it is whole consumers: they run elsewhere, not one after the other here.
        public TaskCompletionSource Sent { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

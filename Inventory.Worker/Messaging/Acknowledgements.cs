namespace Inventory.Worker.Messaging;

/// <summary>
/// The acknowledgements of a channel, said in as few frames as they can be: one is enough for all deliveries up to it that are dealt with. A
/// delivery that is still under way, or is being given back, is never among them. Those behind it wait for it a little, for a group's end in any order;
/// then they are acknowledged one by one.
/// </summary>
/// <param name="send">Sends an acknowledgement of a delivery, or of all up to it.</param>
/// <param name="clock">Tells the millisecond.</param>
internal sealed class Acknowledgements(Func<ulong, bool, ValueTask> send, TimeProvider clock)
{
    private static readonly TimeSpan s_gathering = TimeSpan.FromMilliseconds(1);

    /// <summary>How long acknowledgements wait for a delivery before them.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(50);

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

    /// <summary>It has been dealt with, for good. Done when the acknowledgement has been sent.</summary>
    public Task AcknowledgeAsync(ulong delivery)
    {
        lock (_lock)
        {
            _underWay.Remove(delivery);
            _gathered.Deliveries.Add(delivery);
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
        var begun = clock.GetTimestamp();
        do
        {
            await Task.Delay(s_gathering, clock);
            if (Take(isPatient: clock.GetElapsedTime(begun) < s_patience) is { } gathered)
            {
                await SendAsync(gathered);
                begun = clock.GetTimestamp();
            }
        }
        while (IsMore());
    }

    private async Task SendAsync(Gathered gathered)
    {
        try
        {
            var deliveries = gathered.Deliveries;
            deliveries.Sort();
            var together = deliveries.FindLastIndex(delivery => delivery < gathered.OldestUnderWay);
            for (var i = Math.Max(together, 0); i < deliveries.Count; i++)
            {
                await send(deliveries[i], i == together);
            }

            gathered.Sent.SetResult();
        }
        catch (Exception failure)
        {
            gathered.Sent.SetException(failure);
        }
    }

    /// <summary>All that has gathered; null where some of it still waits for a delivery before it.</summary>
    private Gathered? Take(bool isPatient)
    {
        lock (_lock)
        {
            var oldest = _underWay.Count > 0 ? _underWay.Min : ulong.MaxValue;
            if (isPatient && _seesAll && _gathered.Deliveries.Exists(delivery => delivery > oldest))
            {
                return null;
            }

            (var gathered, _gathered) = (_gathered, new Gathered());
            gathered.OldestUnderWay = _seesAll ? oldest : 0;
            return gathered;
        }
    }

    private bool IsMore()
    {
        lock (_lock)
        {
            return _isSending = _gathered.Deliveries.Count > 0;
        }
    }

    private sealed class Gathered
    {
        public List<ulong> Deliveries { get; } = [];

        /// <summary>Those before it can be acknowledged as one.</summary>
        public ulong OldestUnderWay { get; set; }

        // What waits for it is whole consumers: they run elsewhere, not one after the other here.
        public TaskCompletionSource Sent { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

namespace Inventory.Api.Reads;

/// <summary>
/// At most one read per key at a time, shared by all who ask for it. Whoever asks while a read is running shares the
/// next one instead: the running one may have begun before something that the asker already knows of was committed, and
/// its answer would take them back in time.
/// </summary>
/// <param name="read">Reads a key; calls the action just before it begins.</param>
internal sealed class SharedReads<T>(Func<string, Action, Task<T>> read)
{
    private readonly Dictionary<string, Lane> _lanes = new(StringComparer.Ordinal);

    /// <summary>
    /// The key's next read. It belongs to nobody: a caller that stops waiting for it leaves it to the others.
    /// </summary>
    public Task<T> Join(string key, out bool isShared)
    {
        lock (_lanes)
        {
            if (!_lanes.TryGetValue(key, out var lane))
            {
                _lanes.Add(key, lane = new Lane());
            }

            isShared = lane.Next is not null;
            return lane.Next ??= RunAfterAsync(lane.Running, key, lane);
        }
    }

    private async Task<T> RunAfterAsync(Task? previous, string key, Lane lane)
    {
        // Yields always, so that nothing of it runs under the lock; how the previous read ended is for its own callers.
        await (previous ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        try
        {
            return await read(key, () => Begin(lane));
        }
        finally
        {
            End(key, lane);
        }
    }

    private void Begin(Lane lane)
    {
        lock (_lanes)
        {
            (lane.Running, lane.Next) = (lane.Next, null);
        }
    }

    private void End(string key, Lane lane)
    {
        lock (_lanes)
        {
            if (lane.Running is null)
            {
                // It failed before it began.
                lane.Next = null;
            }

            lane.Running = null;
            if (lane.Next is null)
            {
                _lanes.Remove(key);
            }
        }
    }

    /// <summary>A key's reads: the one that has begun, and the one that can still be joined.</summary>
    private sealed class Lane
    {
        public Task<T>? Running { get; set; }

        public Task<T>? Next { get; set; }
    }
}

namespace Inventory.FaultTests.Checking;

/// <summary>
/// What is known of one level: what was announced of it, what each version of it says, what readers have been shown, and the last
/// things that happened.
/// </summary>
internal sealed class LevelHistory(string id, TimeProvider clock)
{
    private const int Remembered = 60;

    private readonly Lock _lock = new();
    private readonly Dictionary<long, LevelState> _meanings = [];
    private readonly Dictionary<string, long> _shown = [];
    private readonly Queue<(DateTimeOffset At, string What)> _recent = new();
    private long _announced;
    private long _told;

    public string Id => id;

    /// <summary>The highest version that an answer has told of. Redis held it, or a newer one, before it was told.</summary>
    public long Announced => Interlocked.Read(ref _announced);

    /// <summary>The highest version that an answer or a report has told of.</summary>
    public long Told => Interlocked.Read(ref _told);

    /// <summary>The highest version that readers of a kind have been shown.</summary>
    public long ShownBy(string reader)
    {
        lock (_lock)
        {
            return _shown.GetValueOrDefault(reader);
        }
    }

    /// <summary>Somebody told of a version.</summary>
    /// <param name="version">The version.</param>
    /// <param name="who">What told of it.</param>
    public void Tell(long version, string who)
    {
        lock (_lock)
        {
            Remember($"{who} tells of version {version}");
            _told = Math.Max(_told, version);
            _announced = Math.Max(_announced, version);
        }
    }

    public void Show(string reader, LevelState state)
    {
        lock (_lock)
        {
            if (state.Version > _shown.GetValueOrDefault(reader))
            {
                Remember($"{reader} shows {state}");
                _shown[reader] = state.Version;
            }
        }
    }

    /// <summary>What else was said of the same version; null where that was the same.</summary>
    public LevelState? Contradicts(LevelState state)
    {
        lock (_lock)
        {
            return _meanings.TryAdd(state.Version, state) || _meanings[state.Version] == state ? null : _meanings[state.Version];
        }
    }

    /// <summary>Later versions than this are lost: nothing that was known of them holds any more, as they will be given out again.</summary>
    public void Rewind(long version)
    {
        lock (_lock)
        {
            Remember($"what was later than version {version} is lost");
            foreach (var lost in _meanings.Keys.Where(one => one > version).ToArray())
            {
                _meanings.Remove(lost);
            }

            foreach (var (reader, shown) in _shown.ToArray())
            {
                _shown[reader] = Math.Min(shown, version);
            }

            _told = Math.Min(_told, version);
            _announced = Math.Min(_announced, version);
        }
    }

    public IReadOnlyList<string> Recent()
    {
        lock (_lock)
        {
            return [.. _recent.Select(one => $"{one.At:HH:mm:ss.fff} {one.What}")];
        }
    }

    public void Note(string what)
    {
        lock (_lock)
        {
            Remember(what);
        }
    }

    private void Remember(string what)
    {
        _recent.Enqueue((clock.GetUtcNow(), what));
        if (_recent.Count > Remembered)
        {
            _recent.Dequeue();
        }
    }
}

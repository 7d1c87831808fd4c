using System.Collections.Concurrent;

namespace Inventory.FaultTests.Checking;

/// <summary>A message that was published: its content, and whether the broker has confirmed it.</summary>
internal sealed record Sent(string OperationId, object Message)
{
    public bool IsConfirmed { get; set; }
}

/// <summary>Everything that was published, confirmed, answered and read, and what of it must not have been.</summary>
internal sealed class History(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, Sent> _sent = new();
    private readonly ConcurrentDictionary<string, LevelHistory> _levels = new();
    private readonly ConcurrentQueue<Violation> _violations = new();
    private readonly ConcurrentQueue<string> _faults = new();
    private readonly ConcurrentDictionary<string, bool> _excused = new();
    private readonly ConcurrentDictionary<string, bool> _lost = new();
    private long _messages;
    private long _reads;
    private long _unanswered;

    /// <summary>Every message by its operation, the first of each.</summary>
    public IReadOnlyCollection<Sent> Sent => [.. _sent.Values];

    public IReadOnlyCollection<LevelHistory> Levels => [.. _levels.Values];

    public IReadOnlyCollection<Violation> Violations => [.. _violations];

    /// <summary>What was done to whom, and when.</summary>
    public IReadOnlyCollection<string> Faults => [.. _faults];

    /// <summary>How often a message was given to the broker, repetitions included.</summary>
    public long Messages => _messages;

    /// <summary>How many answers to readers were checked.</summary>
    public long Reads => _reads;

    /// <summary>How many readers got no answer.</summary>
    public long Unanswered => _unanswered;

    public LevelHistory Level(string id) => _levels.GetOrAdd(id, _ => new LevelHistory(id, clock));

    public Sent Publish(string operationId, object message)
    {
        Interlocked.Increment(ref _messages);
        return _sent.GetOrAdd(operationId, _ => new Sent(operationId, message));
    }

    /// <summary>Readers of this kind may be shown what is old, until <see cref="Hold"/>: what they read has lost data.</summary>
    public void Excuse(string reader) => _excused[reader] = true;

    /// <summary>From now on they are held to the promises again.</summary>
    public void Hold(string reader) => _excused.TryRemove(reader, out _);

    public bool IsExcused(string reader) => _excused.ContainsKey(reader);

    /// <summary>PostgreSQL has lost commits: these operations, and every level's versions after those that are left.</summary>
    public void Lose(IEnumerable<string> operations, IReadOnlyDictionary<string, long> left)
    {
        foreach (var operation in operations)
        {
            _lost[operation] = true;
        }

        foreach (var level in _levels.Values)
        {
            level.Rewind(left.GetValueOrDefault(level.Id));
        }
    }

    /// <summary>Whether an operation was lost. It may have been done again since, if its message had not been acknowledged.</summary>
    public bool IsLost(string operationId) => _lost.ContainsKey(operationId);

    public void Read() => Interlocked.Increment(ref _reads);

    public void NotAnswered() => Interlocked.Increment(ref _unanswered);

    /// <summary>Notes what is being done to the system, for whoever has to understand what came of it.</summary>
    public void Fault(string what)
    {
        _faults.Enqueue($"{clock.GetUtcNow():HH:mm:ss.fff} {what}");
        foreach (var level in _levels.Values)
        {
            level.Note($"── {what}");
        }
    }

    public void Violate(char promise, string what, LevelHistory? level = null) => _violations.Enqueue(new Violation(promise, what, level?.Recent() ?? []));
}

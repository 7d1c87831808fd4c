using System.Collections.Immutable;

namespace Inventory.Stock.Decisions;

/// <summary>The movements of one decision, each on the state that the ones before it left behind.</summary>
internal sealed class LevelMoves(StockState state)
{
    private readonly ImmutableArray<Movement>.Builder _movements = ImmutableArray.CreateBuilder<Movement>();
    private readonly Dictionary<LevelKey, Level> _moved = [];

    /// <summary>Moves a level. What happened before its last count is in that count, and changes on hand no more.</summary>
    public void Add(MovementKind kind, LevelKey key, DateTimeOffset occurredAt, long onHand = 0, long committed = 0, long reserved = 0)
    {
        var before = LevelOf(key);
        Add(kind, before, occurredAt, before with
        {
            OnHand = before.OnHand + (occurredAt <= before.CountedAt ? 0 : onHand),
            Committed = before.Committed + committed,
            Reserved = before.Reserved + reserved,
            Version = before.Version + 1,
        });
    }

    /// <summary>Changes a level in any other way.</summary>
    public void Add(MovementKind kind, LevelKey key, DateTimeOffset occurredAt, Func<Level, Level> change)
    {
        var before = LevelOf(key);
        Add(kind, before, occurredAt, change(before) with { Version = before.Version + 1 });
    }

    private void Add(MovementKind kind, Level before, DateTimeOffset occurredAt, Level after)
    {
        _moved[after.Key] = after;
        _movements.Add(new Movement(kind, before, after, occurredAt));
    }

    /// <summary>The level's version after what has been added so far.</summary>
    public long VersionOf(LevelKey key) => LevelOf(key).Version;

    /// <summary>The levels that have moved.</summary>
    public IEnumerable<LevelKey> Keys => _moved.Keys;

    /// <summary>By how much available has risen at a level.</summary>
    public long AvailableDeltaOf(LevelKey key) => LevelOf(key).Available - state.LevelOf(key).Available;

    public ImmutableArray<Movement> ToArray() => _movements.ToImmutable();

    private Level LevelOf(LevelKey key) => _moved.TryGetValue(key, out var level) ? level : state.LevelOf(key);
}

namespace Inventory.IntegrationTests.Model;

/// <summary>What one message does: the movements and events that come of it, and the model as it is afterwards.</summary>
internal sealed class ModelStep(StockModel before)
{
    private readonly List<ModelMovement> _movements = [];
    private readonly List<object> _events = [];

    public StockModel After { get; private set; } = before;

    public IReadOnlyList<ModelMovement> Movements => _movements;

    public IReadOnlyList<object> Events => _events;

    /// <summary>The version of a level that includes what has happened so far.</summary>
    public long VersionOf(string level) => After.LevelOf(level).Version;

    public void Tell(object happened) => _events.Add(happened);

    public void Keep(ModelOrder order) => After = After with { Orders = After.Orders.SetItem(order.Id, order) };

    public void Keep(ModelReservation reservation) => After = After with { Reservations = After.Reservations.SetItem(reservation.Id, reservation) };

    /// <summary>Moves a level. What happened before its last count is in that count, and changes on hand no more.</summary>
    public void Move(string kind, string level, DateTimeOffset? at, long onHand = 0, long committed = 0, long reserved = 0) =>
        Change(kind, level, at, old => old with
        {
            OnHand = old.OnHand + (at <= old.CountedAt ? 0 : onHand),
            Committed = old.Committed + committed,
            Reserved = old.Reserved + reserved,
        });

    /// <summary>Changes a level in any other way. Each change is a version of its own (ADR 6).</summary>
    public void Change(string kind, string id, DateTimeOffset? at, Func<ModelLevel, ModelLevel> change)
    {
        var old = After.LevelOf(id);
        var level = change(old) with { Version = old.Version + 1 };
        if (level.OnHand != old.OnHand)
        {
            level = level with { OnHandMoves = level.OnHandMoves.Add((at!.Value, level.OnHand - old.OnHand)) };
        }

        After = After with { Levels = After.Levels.SetItem(id, level) };
        _movements.Add(new ModelMovement(
            id, level.Version, kind, level.OnHand - old.OnHand, level.Committed - old.Committed, level.Reserved - old.Reserved,
            level.OnHand, level.Committed, level.Reserved, level.Available, level.LowStockThreshold, at));
    }
}

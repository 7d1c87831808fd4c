using System.Collections.Immutable;

namespace Inventory.Stock.Decisions;

/// <summary>
/// The state that a group of commands is decided on: the levels and orders that are locked for it, and what is recorded of
/// its operations. Each decision moves it on in place.
/// </summary>
public sealed class StockState
{
    /// <summary>Every existing level that a command may touch.</summary>
    public Dictionary<LevelKey, Level> Levels { get; init; } = [];

    /// <summary>Every order of which something is known.</summary>
    public Dictionary<string, Order> Orders { get; init; } = [];

    /// <summary>Every reservation of which something is known.</summary>
    public Dictionary<string, Reservation> Reservations { get; init; } = [];

    /// <summary>By how much on hand has moved since the cut-off of each count among the commands.</summary>
    public Dictionary<(LevelKey Key, DateTimeOffset CountedAt), long> MovedSince { get; init; } = [];

    /// <summary>The commands' operations that were recorded earlier.</summary>
    public Dictionary<OperationId, RecordedOperation> Operations { get; init; } = [];

    /// <summary>The level as it stands now; version 0 where there is none.</summary>
    public Level LevelOf(LevelKey key) => Levels.TryGetValue(key, out var level) ? level : new Level(key);

    public Order OrderOf(string id) => Orders.TryGetValue(id, out var order) ? order : Order.Unknown(id);

    /// <summary>Null where nothing is known of it.</summary>
    public Reservation? ReservationOf(string? id) => id is not null && Reservations.TryGetValue(id, out var reservation) ? reservation : null;

    /// <summary>The levels that a command is about: those it names, those of its order if it means the whole of it, those of its reservation.</summary>
    public IEnumerable<LevelKey> LevelsOf(StockCommand command) => command.Lines.Select(line => line.Key)
        .Concat(command.MeansWholeOrder ? OrderOf(command.OrderId!).Lines.Select(line => line.Key) : [])
        .Concat(ReservationOf(command.TouchedReservation)?.Lines.Select(line => line.Key) ?? [])
        .Distinct();

    internal void Apply(Decision decision)
    {
        foreach (var movement in decision.Movements)
        {
            Levels[movement.Key] = movement.After;
        }

        if (MovedSince.Count > 0)
        {
            AddToMovedSince(decision.Movements);
        }

        if (decision.Order is { } order)
        {
            Orders[order.Id] = order;
        }

        if (decision.Reservation is { } reservation)
        {
            Reservations[reservation.Id] = reservation;
        }
    }

    private void AddToMovedSince(ImmutableArray<Movement> movements)
    {
        foreach (var movement in movements)
        {
            foreach (var since in MovedSince.Keys.Where(since => since.Key == movement.Key && since.CountedAt < movement.OccurredAt))
            {
                MovedSince[since] += movement.OnHandDelta;
            }
        }
    }
}

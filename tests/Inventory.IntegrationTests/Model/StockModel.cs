using System.Collections.Immutable;
using Inventory.Contracts;

namespace Inventory.IntegrationTests.Model;

/// <summary>
/// The service as its documents describe it, one message at a time, in memory: nothing concurrent, nothing repeated, nothing
/// stored. It shares no code with the product but the contract. Where an event carries the time of recording, here it is default.
/// </summary>
internal sealed record StockModel
{
    public static readonly StockModel Empty = new();

    public ImmutableSortedDictionary<string, ModelLevel> Levels { get; init; } = ImmutableSortedDictionary.Create<string, ModelLevel>(StringComparer.Ordinal);

    public ImmutableSortedDictionary<string, ModelOrder> Orders { get; init; } = ImmutableSortedDictionary.Create<string, ModelOrder>(StringComparer.Ordinal);

    public ImmutableSortedDictionary<string, ModelReservation> Reservations { get; init; } =
        ImmutableSortedDictionary.Create<string, ModelReservation>(StringComparer.Ordinal);

    /// <summary>What a message does.</summary>
    public ModelStep Take(object message)
    {
        var step = new ModelStep(this);
        switch (message)
        {
            case OrderPlaced order: Place(step, order); break;
            case OrderCancelled cancelled: Cancel(step, cancelled); break;
            case OrderShipped shipped: Ship(step, shipped); break;
            case ReserveStock reserve: Reserve(step, reserve); break;
            case ReleaseReservation release: Release(step, release); break;
            case Messages.ReservationDue due: Expire(step, due); break;
            case StockReceived received: Receive(step, received); break;
            case StockAdjusted adjusted: Adjust(step, adjusted); break;
            case StockCounted counted: Count(step, counted); break;
            case ConfigureStockLevel configured: Configure(step, configured); break;
            default: throw new ArgumentOutOfRangeException(nameof(message), message, null);
        }

        return step;
    }

    public ModelLevel LevelOf(string id) => Levels.GetValueOrDefault(id) ?? new ModelLevel(id);

    private ModelOrder OrderOf(string id) => Orders.GetValueOrDefault(id) ?? new ModelOrder(id, null, false, []);

    /// <summary>All lines commit or the order is rejected whole. What was cancelled or shipped before it arrived is not asked for any more.</summary>
    private void Place(ModelStep step, OrderPlaced message)
    {
        var before = OrderOf(message.OrderId);
        var placed = before with { Placed = message, IsCommitted = true };
        var replay = placed.Replay;
        var reservation = message.ReservationId is { } named ? Reservations.GetValueOrDefault(named) : null;
        var held = reservation?.Held ?? ImmutableSortedDictionary<string, long>.Empty;
        var obstacles = replay.Needs.Where(need => !LevelOf(need.Level).Grants(need.Quantity - held.GetValueOrDefault(need.Level))).ToArray();
        RejectionReason? refusal =
            obstacles.Length > 0 ? obstacles.Any(need => !LevelOf(need.Level).Exists) ? RejectionReason.UnknownSku : RejectionReason.OutOfStock
            : !replay.Needs.Any() && !replay.AnythingShipped ? RejectionReason.Cancelled
            : null;
        if (refusal is { } reason)
        {
            placed = placed with { IsCommitted = false };
            Move(step, before, placed, message.PlacedAt, held.Clear());
            step.Tell(new StockRejected(
                message.OrderId, reason, [.. obstacles.Select(need => Obstacle(need.Level, need.Quantity, held.GetValueOrDefault(need.Level)))], default));
        }
        else
        {
            Move(step, before, placed, message.PlacedAt, held);
            step.Tell(new StockCommitted(
                message.OrderId,
                [.. replay.Needs.Select(need => new CommittedLine(Sku(need.Level), Location(need.Level), need.Quantity, step.VersionOf(need.Level)))],
                default));

            // A reservation that comes later is not to hold anything: its order has got its stock.
            if (message.ReservationId is { } id && reservation is null or { Status: "Active" })
            {
                step.Keep((reservation ?? new ModelReservation(id!, "", held)) with { Status = "Consumed" });
            }
        }

        foreach (var late in placed.Steps.OfType<OrderShipped>().Where(shipped => shipped.Lines is null).OrderBy(shipped => shipped.ShippedAt).ThenBy(shipped => shipped.ShipmentId, StringComparer.Ordinal))
        {
            step.Tell(Shipped(step, placed, late));
        }

        step.Keep(placed);
    }

    private void Cancel(ModelStep step, OrderCancelled message)
    {
        var before = OrderOf(message.OrderId);
        var after = before with { Steps = before.Steps.Add(message) };
        Move(step, before, after, message.CancelledAt);
        var asked = Messages.PerLevel(message.Lines);
        var lines = after.IsCommitted
            ? asked.Keys.Union(step.Movements.Select(movement => movement.Level)).Order(StringComparer.Ordinal).Select(level =>
            {
                var released = step.After.LevelOf(level).Available - LevelOf(level).Available;
                return new ReleasedLine(Sku(level), Location(level), released, asked.GetValueOrDefault(level, released) - released, step.VersionOf(level));
            })
            : [];
        step.Tell(new StockReleased(message.OrderId, message.CancellationId, [.. lines], default));
        step.Keep(after);
    }

    private void Ship(ModelStep step, OrderShipped message)
    {
        var before = OrderOf(message.OrderId);
        var after = before with { Steps = before.Steps.Add(message) };
        Move(step, before, after, message.ShippedAt);
        step.Tell(Shipped(step, after, message));
        step.Keep(after);
    }

    private static StockShipped Shipped(ModelStep step, ModelOrder order, OrderShipped shipment) => new(
        order.Id,
        shipment.ShipmentId,
        [
            .. order.Replay.EffectsOf(shipment).Select(effect => new ShippedLine(
                Sku(effect.Level), Location(effect.Level), effect.Quantity, order.IsCommitted ? effect.Quantity - effect.Taken : effect.Quantity,
                step.VersionOf(effect.Level))),
        ],
        shipment.ShippedAt);

    /// <summary>Levels move by the difference between what the order was and what it is, each unit that left dated by its shipment.</summary>
    private static void Move(
        ModelStep step, ModelOrder before, ModelOrder after, DateTimeOffset at, ImmutableSortedDictionary<string, long>? held = null)
    {
        var (was, now) = (before.Replay, after.Replay);
        foreach (var level in was.Levels.Union(now.Levels).Union(held?.Keys ?? []).Order(StringComparer.Ordinal))
        {
            var committed = now.CommittedOf(after.IsCommitted, level) - was.CommittedOf(before.IsCommitted, level);
            var shipped = now.ShippedPerTime(level).Concat(was.ShippedPerTime(level).Select(earlier => (earlier.At, Quantity: -earlier.Quantity)))
                .GroupBy(change => change.At, change => change.Quantity).Where(change => change.Sum() != 0).OrderBy(change => change.Key);
            foreach (var change in shipped)
            {
                step.Move("Shipped", level, change.Key, onHand: -change.Sum(), committed: committed);
                committed = 0;
            }

            var consumed = held?.GetValueOrDefault(level) ?? 0;
            if (committed != 0 || consumed != 0)
            {
                step.Move(committed > 0 ? "Committed" : committed < 0 ? "Released" : "ReservationConsumed", level, at, committed: committed, reserved: -consumed);
            }
        }
    }

    /// <summary>All lines are held or none. One that has ended before it began holds nothing.</summary>
    private void Reserve(ModelStep step, ReserveStock message)
    {
        var lines = Messages.PerLevel(message.Lines);
        var obstacles = lines.Where(line => !LevelOf(line.Key).Grants(line.Value)).ToArray();
        if (Reservations.ContainsKey(message.ReservationId))
        {
            step.Tell(new ReservationRejected(message.ReservationId, ReservationRejectionReason.Ended, [], default));
        }
        else if (obstacles.Length > 0)
        {
            step.Tell(new ReservationRejected(
                message.ReservationId,
                obstacles.Any(line => !LevelOf(line.Key).Exists) ? ReservationRejectionReason.UnknownSku : ReservationRejectionReason.OutOfStock,
                [.. obstacles.Select(line => Obstacle(line.Key, line.Value))],
                default));
            step.Keep(new ModelReservation(message.ReservationId, "Rejected", lines.Clear()));
        }
        else
        {
            foreach (var (level, quantity) in lines)
            {
                step.Move("Reserved", level, null, reserved: quantity);
            }

            step.Tell(new StockReserved(message.ReservationId, Reserved(step, lines), message.ExpiresAt, default));
            step.Keep(new ModelReservation(message.ReservationId, "Active", lines));
        }
    }

    /// <summary>Before its reservation it ends it beforehand; after its end it changes nothing.</summary>
    private void Release(ModelStep step, ReleaseReservation message)
    {
        var reservation = Reservations.GetValueOrDefault(message.ReservationId)
            ?? new ModelReservation(message.ReservationId, "Released", Messages.PerLevel([]));
        step.Tell(new ReservationReleased(message.ReservationId, GiveBack(step, reservation, "ReservationReleased"), default));
        step.Keep(reservation.Status == "Active" ? reservation with { Status = "Released" } : reservation);
    }

    private void Expire(ModelStep step, Messages.ReservationDue message)
    {
        if (!Reservations.TryGetValue(message.ReservationId, out var reservation))
        {
            step.Keep(new ModelReservation(message.ReservationId, "Expired", Messages.PerLevel([])));
        }
        else if (reservation.Status == "Active")
        {
            step.Tell(new ReservationExpired(message.ReservationId, GiveBack(step, reservation, "ReservationExpired"), default));
            step.Keep(reservation with { Status = "Expired" });
        }
    }

    private static IReadOnlyList<ReservedLine> GiveBack(ModelStep step, ModelReservation reservation, string kind)
    {
        foreach (var (level, quantity) in reservation.Held)
        {
            step.Move(kind, level, null, reserved: -quantity);
        }

        return Reserved(step, reservation.Held);
    }

    private static void Receive(ModelStep step, StockReceived message)
    {
        foreach (var (level, quantity) in Messages.PerLevel(message.Lines))
        {
            step.Move("Received", level, message.ReceivedAt, onHand: quantity);
        }
    }

    private static void Adjust(ModelStep step, StockAdjusted message) =>
        step.Move("Adjusted", Messages.LevelId(message.Sku, message.Location), message.AdjustedAt, onHand: message.Delta);

    /// <summary>On hand becomes what was counted, with what happened after the count on top. Of several counts the latest holds.</summary>
    private void Count(ModelStep step, StockCounted message)
    {
        var level = LevelOf(Messages.LevelId(message.Sku, message.Location));
        if (message.ExpectedOnHand is { } expected && expected != level.OnHand)
        {
            step.Tell(new StockCountRejected(
                message.CountId, Sku(level.Id), Location(level.Id), expected, level.OnHand, level.Version, default));
        }
        else if (level.CountedAt is null || message.CountedAt > level.CountedAt)
        {
            var since = level.OnHandMoves.Where(moved => moved.At > message.CountedAt).Sum(moved => moved.Delta);
            step.Change("Counted", level.Id, message.CountedAt, old => old with { OnHand = message.Quantity + since, CountedAt = message.CountedAt });
        }
    }

    /// <summary>What is absent stays as it is.</summary>
    private static void Configure(ModelStep step, ConfigureStockLevel message) =>
        step.Change("Configured", Messages.LevelId(message.Sku, message.Location), null, level => level with
        {
            SafetyStock = message.SafetyStock ?? level.SafetyStock,
            BackorderLimit = message.BackorderLimit ?? level.BackorderLimit,
            LowStockThreshold = message.LowStockThreshold ?? level.LowStockThreshold,
        });

    private RejectedLine Obstacle(string level, long requested, long held = 0) =>
        new(Sku(level), Location(level), requested, LevelOf(level).Available + held);

    private static IReadOnlyList<ReservedLine> Reserved(ModelStep step, ImmutableSortedDictionary<string, long> lines) =>
        [.. lines.Select(line => new ReservedLine(Sku(line.Key), Location(line.Key), line.Value, step.VersionOf(line.Key)))];

    private static string Sku(string level) => Messages.Level(level).Sku;

    private static string Location(string level) => Messages.Level(level).Location;
}

using System.Collections.Immutable;
using Inventory.Contracts;

namespace Inventory.Stock.Decisions;

/// <summary>
/// Decides what concerns orders. An order is placed by request, may be cancelled by request, and is shipped in fact; each of
/// the three is recorded in the order, and the levels move by the difference between what it was and what it is.
/// </summary>
internal static class OrderDecider
{
    private static readonly ILookup<LevelKey, Shipping> s_nothingShipped = Array.Empty<Shipping>().ToLookup(change => change.Key);

    public static Decision Decide(PlaceOrder command, StockState state, DateTimeOffset now)
    {
        var before = state.OrderOf(command.Id);
        var placed = before with
        {
            Status = OrderStatus.Committed,
            PlacedAt = command.OccurredAt,
            ReservationId = command.ReservationId,
            Lines = [.. command.Lines.Select(line => new OrderLine(line.Key.Sku, line.Key.Location, line.Quantity, 0, 0))],
        };
        var progress = OrderProgress.Of(placed);
        var needs = command.Lines
            .Select(line => (Quantity: progress.Remaining[line.Key], Level: state.LevelOf(line.Key)))
            .Where(need => need.Quantity > 0)
            .ToArray();
        var reservation = state.ReservationOf(command.ReservationId);
        var held = reservation?.Held.ToDictionary(line => line.Key, line => line.Quantity) ?? [];
        var obstacles = needs
            .Where(need => !need.Level.Exists || !need.Level.CanCommit(need.Quantity - held.GetValueOrDefault(need.Level.Key)))
            .ToArray();
        if (obstacles.Length > 0)
        {
            var reason = obstacles.Any(need => !need.Level.Exists) ? RejectionReason.UnknownSku : RejectionReason.OutOfStock;
            return Reject(reason, obstacles.Select(need =>
                new RejectedLine(
                    need.Level.Key.Sku, need.Level.Key.Location, need.Quantity, need.Level.Available + held.GetValueOrDefault(need.Level.Key))));
        }

        if (needs.Length == 0 && progress.Effects.All(effect => effect.Step.Kind is OrderStepKind.Cancellation || effect.Taken == 0))
        {
            return Reject(RejectionReason.Cancelled, []);
        }

        var moves = Move(command, state, before, placed, progress, held);
        var lines = needs.Select(need => new CommittedLine(
            need.Level.Key.Sku, need.Level.Key.Location, need.Quantity, moves.VersionOf(need.Level.Key)));
        return Conclude(new StockCommitted(command.Id, [.. lines], now), placed, progress, moves) with { Reservation = Consume() };

        // One that has not arrived yet is not to hold anything when it does: its order has got its stock.
        Reservation? Consume() => (command.ReservationId, reservation) switch
        {
            (null, _) => null,
            (var id, null) => new Reservation(id, ReservationStatus.Consumed, []),
            (_, { Status: ReservationStatus.Active }) => reservation with { Status = ReservationStatus.Consumed },
            _ => reservation,
        };

        Decision Reject(RejectionReason reason, IEnumerable<RejectedLine> lines)
        {
            var rejected = placed with { Status = OrderStatus.Rejected };
            return Conclude(
                new StockRejected(command.Id, reason, [.. lines], now), rejected, progress, Move(command, state, before, rejected, progress, held: []));
        }
    }

    public static Decision Decide(CancelOrder command, StockState state, DateTimeOffset now)
    {
        var before = state.OrderOf(command.OrderId);
        var step = OrderStep.From(command);
        var after = before.With(step);
        var progress = OrderProgress.Of(after);
        var moves = Move(command, state, before, after, progress, held: []);

        // Before its order it is not known what can be taken, and for a rejected one there is nothing to give back.
        var lines = after.Status is OrderStatus.Committed ? Released(command, moves) : [];
        return new Decision(
            new Outcome([new StockReleased(command.OrderId, command.CancellationId, [.. lines], now)]), moves.ToArray(), Settle(after, progress));
    }

    private static IEnumerable<ReleasedLine> Released(CancelOrder command, LevelMoves moves)
    {
        var asked = command.Lines.ToDictionary(line => line.Key, line => line.Quantity);
        return moves.Keys.Union(asked.Keys).Order(LevelKey.ById).Select(key =>
        {
            var released = moves.AvailableDeltaOf(key);
            return new ReleasedLine(key.Sku, key.Location, released, asked.GetValueOrDefault(key, released) - released, moves.VersionOf(key));
        });
    }

    public static Decision Decide(ShipOrder command, StockState state)
    {
        var before = state.OrderOf(command.OrderId);
        var step = OrderStep.From(command);
        var after = before.With(step);
        var progress = OrderProgress.Of(after);
        var moves = Move(command, state, before, after, progress, held: []);
        return new Decision(new Outcome([Shipped(after, step, progress, moves)]), moves.ToArray(), Settle(after, progress));
    }

    /// <summary>The answer to an order, and a report of each shipment that could not be told in full before the order came.</summary>
    private static Decision Conclude(object answer, Order order, OrderProgress progress, LevelMoves moves)
    {
        var late = order.KnownSteps.Where(step => step.Kind is OrderStepKind.Shipment && step.Lines is null);
        return new Decision(
            new Outcome([answer, .. late.Select(step => Shipped(order, step, progress, moves))]), moves.ToArray(), Settle(order, progress));
    }

    private static StockShipped Shipped(Order order, OrderStep step, OrderProgress progress, LevelMoves moves)
    {
        var lines = progress.EffectsOf(step).Select(effect => new ShippedLine(
            effect.Key.Sku,
            effect.Key.Location,
            effect.Shipped,
            order.Status is OrderStatus.Committed ? effect.Quantity - effect.Taken : effect.Quantity,
            moves.VersionOf(effect.Key)));
        return new StockShipped(order.Id, step.Id, [.. lines], step.At);
    }

    /// <summary>
    /// Moves every level by what the order's new state takes more of it, or less, than its old one did, and by what is no longer
    /// held for it.
    /// </summary>
    private static LevelMoves Move(
        StockCommand command, StockState state, Order before, Order after, OrderProgress progress, Dictionary<LevelKey, long> held)
    {
        var moves = new LevelMoves(state);
        var occurredAt = command.Timestamp!.Value;
        var earlier = OrderProgress.Of(before);
        var shipped = ShippedBetween(earlier, progress);

        // Mostly nothing has left yet and nothing is held, and then it is about the lines, which are in order.
        var keys = shipped.Count + held.Count == 0
            ? after.Lines.Select(line => line.Key)
            : shipped.Select(changes => changes.Key).Union(progress.Remaining.Keys).Union(held.Keys).Order(LevelKey.ById);
        foreach (var key in keys)
        {
            var committed = CommittedBy(after, progress, key) - CommittedBy(before, earlier, key);
            foreach (var change in shipped[key])
            {
                moves.Add(MovementKind.Shipped, key, change.At, onHand: -change.Quantity, committed: committed);
                committed = 0;
            }

            var reserved = held.GetValueOrDefault(key);
            if (committed != 0 || reserved != 0)
            {
                var kind = committed > 0 ? MovementKind.Committed : committed < 0 ? MovementKind.Released : MovementKind.ReservationConsumed;
                moves.Add(kind, key, occurredAt, committed: committed, reserved: -reserved);
            }
        }

        return moves;
    }

    /// <summary>By how much more has left each level by the later of the two, or less, in the order of time.</summary>
    private static ILookup<LevelKey, Shipping> ShippedBetween(OrderProgress earlier, OrderProgress later) =>
        earlier.Effects.Count + later.Effects.Count == 0
            ? s_nothingShipped
            : later.Effects.Select(effect => new Shipping(effect.Key, effect.Step.At, effect.Shipped))
                .Concat(earlier.Effects.Select(effect => new Shipping(effect.Key, effect.Step.At, -effect.Shipped)))
                .GroupBy(change => (change.Key, change.At), change => change.Quantity, (at, quantities) => new Shipping(at.Key, at.At, quantities.Sum()))
                .Where(change => change.Quantity != 0)
                .OrderBy(change => change.At)
                .ToLookup(change => change.Key);

    private static long CommittedBy(Order order, OrderProgress progress, LevelKey key) =>
        order.Status is OrderStatus.Committed ? progress.Remaining.GetValueOrDefault(key) : 0;

    /// <summary>The order with its lines as its progress leaves them: those it asked for, and those that were shipped for it all the same.</summary>
    private static Order Settle(Order order, OrderProgress progress)
    {
        var lines = order.Lines.Select(line => line with { Committed = CommittedBy(order, progress, line.Key), Shipped = 0 });
        if (progress.Effects.Count == 0)
        {
            return order with { Lines = [.. lines] };
        }

        var shipped = progress.Effects.Where(effect => effect.Shipped > 0).ToLookup(effect => effect.Key, effect => effect.Shipped);
        var others = shipped.Select(level => level.Key).Except(order.Lines.Select(line => line.Key)).Select(key => new OrderLine(key.Sku, key.Location, 0, 0, 0));
        return order with
        {
            Lines = [.. lines.Concat(others).Select(line => line with { Shipped = shipped[line.Key].Sum() }).OrderBy(line => line.Key, LevelKey.ById)],
        };
    }

    /// <summary>Units that have left a level, by the time of the step that says so; fewer than before, where negative.</summary>
    private readonly record struct Shipping(LevelKey Key, DateTimeOffset At, long Quantity);
}

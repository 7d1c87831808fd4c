using System.Collections.Immutable;
using Inventory.Contracts;

namespace Inventory.Stock.Decisions;

/// <summary>Decides what a command does to stock. Pure: time and state come in, movements and an outcome go out.</summary>
public static class StockDecider
{
    /// <param name="command">What is asked, or what happened.</param>
    /// <param name="levelOf">The level as it stands now; version 0 where there is none.</param>
    /// <param name="now">The time that the outcome carries.</param>
    public static Decision Decide(StockCommand command, Func<LevelKey, Level> levelOf, DateTimeOffset now) => command switch
    {
        PlaceOrder order => Decide(order, levelOf, now),
        ReceiveStock receipt => Decide(receipt, levelOf),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "There is no decision for this command."),
    };

    private static Decision Decide(PlaceOrder order, Func<LevelKey, Level> levelOf, DateTimeOffset now)
    {
        var demand = order.Lines.Select(line => (line.Quantity, Level: levelOf(line.Key))).ToArray();
        var obstacles = demand.Where(line => !line.Level.Exists || !line.Level.CanCommit(line.Quantity)).ToArray();
        if (obstacles.Length > 0)
        {
            var reason = obstacles.Any(line => !line.Level.Exists) ? RejectionReason.UnknownSku : RejectionReason.OutOfStock;
            var lines = obstacles.Select(line =>
                new RejectedLine(line.Level.Key.Sku, line.Level.Key.Location, line.Quantity, line.Level.Available));
            return new Decision(new Outcome.OrderRejected(new StockRejected(order.Id, reason, [.. lines], now)), []);
        }

        var movements = demand
            .Select(line => Move(MovementKind.Committed, line.Level, line.Level with { Committed = line.Level.Committed + line.Quantity }))
            .ToImmutableArray();
        var committed = movements.Select(movement =>
            new CommittedLine(movement.Key.Sku, movement.Key.Location, movement.CommittedDelta, movement.Version));
        return new Decision(new Outcome.OrderCommitted(new StockCommitted(order.Id, [.. committed], now)), movements);
    }

    private static Decision Decide(ReceiveStock receipt, Func<LevelKey, Level> levelOf)
    {
        var movements = receipt.Lines.Select(line =>
        {
            var level = levelOf(line.Key);
            return Move(MovementKind.Received, level, level with { OnHand = level.OnHand + line.Quantity });
        });
        return new Decision(Outcome.Recorded.Instance, [.. movements]);
    }

    private static Movement Move(MovementKind kind, Level before, Level after) =>
        new(kind, before, after with { Version = before.Version + 1 });
}

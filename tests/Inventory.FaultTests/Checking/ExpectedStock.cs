using Inventory.Contracts;

namespace Inventory.FaultTests.Checking;

/// <summary>
/// C and D, recounted from what was published: every message once, in whatever order; of the answers nothing is believed but
/// whether an order got its stock.
/// </summary>
internal static class ExpectedStock
{
    /// <summary>On hand and committed by level.</summary>
    public static Dictionary<string, (long OnHand, long Committed)> Of(IEnumerable<object> messages, Func<string, bool> isCommitted)
    {
        var expected = new Dictionary<string, (long OnHand, long Committed)>();
        var orders = new Dictionary<string, (OrderPlaced? Placed, List<object> Steps)>();
        foreach (var message in messages)
        {
            switch (message)
            {
                case StockReceived or StockAdjusted:
                    foreach (var (level, quantity) in Messages.PerLevel(Messages.Lines(message)))
                    {
                        Move(level, onHand: quantity, committed: 0);
                    }

                    break;
                case OrderPlaced placed:
                    orders[placed.OrderId] = (placed, orders.TryGetValue(placed.OrderId, out var known) ? known.Steps : []);
                    break;
                case OrderCancelled or OrderShipped:
                    orders.TryAdd(Messages.OrderId(message)!, (null, []));
                    orders[Messages.OrderId(message)!].Steps.Add(message);
                    break;
                case ReserveStock or ReleaseReservation:
                    break; // holds stock for a time, and nothing at rest
                default:
                    throw new ArgumentOutOfRangeException(nameof(messages), message, "This message is not counted.");
            }
        }

        foreach (var (id, (placed, steps)) in orders)
        {
            var replay = OrderReplay.Of(placed, steps);
            foreach (var level in replay.Levels)
            {
                Move(level, -replay.Shipped(level), replay.CommittedOf(isCommitted(id), level));
            }
        }

        return expected;

        void Move(string level, long onHand, long committed)
        {
            var before = expected.GetValueOrDefault(level);
            expected[level] = (before.OnHand + onHand, before.Committed + committed);
        }
    }
}

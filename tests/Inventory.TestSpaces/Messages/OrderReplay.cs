using Inventory.Contracts;

namespace Inventory.Testing;

/// <summary>
/// What an order's cancellations and shipments make of it when they are taken in the order of their own times; at the same time
/// cancellations first, then by id (ADR 8).
/// </summary>
public sealed class OrderReplay
{
    private readonly SortedDictionary<string, long> _left = new(StringComparer.Ordinal);
    private readonly List<(object Step, DateTimeOffset At, string Level, long Quantity, long Taken)> _effects = [];

    public static OrderReplay Of(OrderPlaced? placed, IEnumerable<object> steps)
    {
        var replay = new OrderReplay();
        foreach (var (level, quantity) in Messages.PerLevel(placed?.Lines))
        {
            replay._left.Add(level, quantity);
        }

        foreach (var step in steps.OrderBy(At).ThenBy(step => step is OrderShipped).ThenBy(Id, StringComparer.Ordinal))
        {
            // Without lines it means what is left by then.
            var named = Messages.Lines(step) is { } lines ? Messages.PerLevel(lines).AsEnumerable() : replay._left.Where(left => left.Value > 0);
            foreach (var (level, quantity) in named.ToArray())
            {
                var taken = Math.Min(quantity, replay.Left(level));
                replay._effects.Add((step, At(step), level, quantity, taken));
                if (taken > 0)
                {
                    replay._left[level] -= taken;
                }
            }
        }

        return replay;
    }

    /// <summary>Ordered or shipped, in the order of ids.</summary>
    public IEnumerable<string> Levels => _left.Keys.Union(_effects.Where(effect => effect.Step is OrderShipped).Select(effect => effect.Level)).Order(StringComparer.Ordinal);

    /// <summary>The ordered levels of which something is neither cancelled nor shipped.</summary>
    public IEnumerable<(string Level, long Quantity)> Needs => _left.Where(left => left.Value > 0).Select(left => (left.Key, left.Value));

    public bool AnythingShipped => _effects.Any(effect => effect is { Step: OrderShipped, Taken: > 0 });

    public long CommittedOf(bool isCommitted, string level) => isCommitted ? Left(level) : 0;

    public long Shipped(string level) => ShippedPerTime(level).Sum(shipped => shipped.Quantity);

    public IEnumerable<(DateTimeOffset At, long Quantity)> ShippedPerTime(string level) => _effects
        .Where(effect => effect.Step is OrderShipped && effect.Level == level).GroupBy(effect => effect.At, (at, some) => (at, some.Sum(effect => effect.Quantity)));

    /// <summary>What a step named or meant, and how much of that was the order's.</summary>
    public IEnumerable<(string Level, long Quantity, long Taken)> EffectsOf(object step) =>
        _effects.Where(effect => ReferenceEquals(effect.Step, step)).Select(effect => (effect.Level, effect.Quantity, effect.Taken));

    private static DateTimeOffset At(object step) => step is OrderShipped shipped ? shipped.ShippedAt : ((OrderCancelled)step).CancelledAt;

    private static string Id(object step) => step is OrderShipped shipped ? shipped.ShipmentId : ((OrderCancelled)step).CancellationId ?? "";

    private long Left(string level) => _left.GetValueOrDefault(level);
}

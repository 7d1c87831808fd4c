namespace Inventory.Stock.Decisions;

/// <summary>
/// What an order's steps make of it when they are taken in the order of their own times. It depends on what is known and not
/// on what arrived first, so every order of arrival ends in the same stock.
/// </summary>
internal sealed class OrderProgress
{
    private static readonly OrderProgress s_none = new([]);

    private readonly Dictionary<LevelKey, long> _remaining;
    private readonly List<StepEffect> _effects = [];

    private OrderProgress(Dictionary<LevelKey, long> remaining) => _remaining = remaining;

    /// <summary>Units per ordered level that are neither cancelled nor shipped.</summary>
    public IReadOnlyDictionary<LevelKey, long> Remaining => _remaining;

    /// <summary>What each step did, level by level.</summary>
    public IReadOnlyList<StepEffect> Effects => _effects;

    public static OrderProgress Of(Order order)
    {
        if (order.Lines.IsEmpty && order.KnownSteps.IsEmpty)
        {
            return s_none;
        }

        var progress = new OrderProgress(order.Lines.Where(line => line.Quantity > 0).ToDictionary(line => line.Key, line => line.Quantity));
        foreach (var step in order.KnownSteps)
        {
            progress.Take(step);
        }

        return progress;
    }

    public IEnumerable<StepEffect> EffectsOf(OrderStep step) => _effects.Where(effect => effect.Step == step);

    private void Take(OrderStep step)
    {
        var named = step.Lines?.Select(line => (line.Key, line.Quantity))
            ?? _remaining.Where(level => level.Value > 0).Select(level => (level.Key, level.Value));
        foreach (var (key, quantity) in named.OrderBy(level => level.Key, LevelKey.ById).ToArray())
        {
            var taken = Math.Min(quantity, _remaining.GetValueOrDefault(key));
            if (taken > 0)
            {
                _remaining[key] -= taken;
            }

            _effects.Add(new StepEffect(step, key, quantity, taken));
        }
    }
}

/// <summary>What a step did at one level, in units.</summary>
/// <param name="Step">The step.</param>
/// <param name="Key">The level.</param>
/// <param name="Quantity">What it named.</param>
/// <param name="Taken">What it took of the order; the rest of the quantity was not the order's any more.</param>
internal readonly record struct StepEffect(OrderStep Step, LevelKey Key, long Quantity, long Taken)
{
    /// <summary>Units that left the location.</summary>
    public long Shipped => Step.Kind is OrderStepKind.Shipment ? Quantity : 0;
}

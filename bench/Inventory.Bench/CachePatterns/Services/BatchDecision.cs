using Inventory.Bench.Contestants;
using Inventory.Contracts;
using MassTransit;

namespace Inventory.Bench.CachePatterns.Services;

/// <summary>What a batch of orders came to; the same for all patterns.</summary>
/// <param name="Answered">The orders of the batch, as they were decided now or before.</param>
/// <param name="News">What is to be written.</param>
/// <param name="Levels">The levels of all orders, also of those that were decided before.</param>
internal sealed record BatchDecision(IReadOnlyList<DecidedOrder> Answered, Decided News, IReadOnlyCollection<SimpleStock> Levels)
{
    /// <param name="orders">The batch.</param>
    /// <param name="known">Those that were decided before, by id.</param>
    /// <param name="levels">The levels of all lines, by SKU; they are moved.</param>
    /// <param name="now">The time of the decision.</param>
    public static BatchDecision Decide(
        IEnumerable<OrderPlaced> orders, Dictionary<string, DecidedOrder> known, IReadOnlyDictionary<string, SimpleStock> levels, DateTimeOffset now)
    {
        var (answered, decided) = (new List<DecidedOrder>(), new List<DecidedOrder>());
        var before = levels.Values.ToDictionary(level => level, level => level.Version);
        foreach (var order in orders)
        {
            if (!known.TryGetValue(order.OrderId, out var outcome))
            {
                outcome = Decide(order, levels, before, now);
                known.Add(outcome.Id, outcome);
                decided.Add(outcome);
            }

            answered.Add(outcome);
        }

        var moved = levels.Values.Where(level => level.Version > before[level]).OrderBy(level => level.Id, StringComparer.Ordinal);
        return new BatchDecision(answered, new Decided(decided, [.. moved]), [.. levels.Values]);
    }

    /// <summary>Publishes every answer; returns when RabbitMQ has them.</summary>
    public Task PublishAsync(IPublishEndpoint endpoint) => Task.WhenAll(Answered.Select(order => endpoint.Publish(order.Answer)));

    private static DecidedOrder Decide(OrderPlaced order, IReadOnlyDictionary<string, SimpleStock> levels, Dictionary<SimpleStock, long> before, DateTimeOffset now)
    {
        if (order.Lines.Any(line => levels[line.Sku].Available < line.Quantity))
        {
            return new DecidedOrder(order.OrderId, false, [], now);
        }

        foreach (var line in order.Lines)
        {
            // One version for all orders of the batch: they are written at once.
            var level = levels[line.Sku];
            level.Committed += line.Quantity;
            level.Version = before[level] + 1;
        }

        return new DecidedOrder(
            order.OrderId, true, [.. order.Lines.Select(line => new CommittedLine(line.Sku, "default", line.Quantity, levels[line.Sku].Version))], now);
    }
}

/// <summary>What one batch changed.</summary>
internal sealed record Decided(IReadOnlyList<DecidedOrder> Orders, IReadOnlyList<SimpleStock> Levels);

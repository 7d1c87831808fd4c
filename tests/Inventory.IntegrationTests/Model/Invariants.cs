using System.Globalization;
using Inventory.Contracts;

namespace Inventory.IntegrationTests.Model;

/// <summary>What must hold of every sequence at rest, by the letters of the design. Each reads what is stored, and not how the model came to it.</summary>
internal static class Invariants
{
    /// <summary>C: what is on hand is what was counted last and what has happened since; all that ever happened, where nothing was counted.</summary>
    public static IEnumerable<string> Conservation(StoredSequence stored, IReadOnlyList<Applied> applied)
    {
        foreach (var level in stored.Levels)
        {
            var count = applied.Select(one => one.Message).OfType<StockCounted>()
                .Where(one => Messages.LevelId(one.Sku, one.Location) == level.Id && !stored.Operations.Single(operation => operation.Id == Messages.OperationId(one)).Events.Any())
                .MaxBy(one => one.CountedAt);
            var facts = applied.SelectMany(one => one.Message switch
            {
                StockReceived received => Messages.PerLevel(received.Lines).Where(line => line.Key == level.Id).Select(line => (At: received.ReceivedAt, Quantity: line.Value)),
                StockAdjusted adjusted when Messages.LevelId(adjusted.Sku, adjusted.Location) == level.Id => [(adjusted.AdjustedAt, adjusted.Delta)],
                _ => [],
            });
            var shipped = applied[^1].Step.After.Orders.Values.SelectMany(order => order.Replay.ShippedPerTime(level.Id))
                .Select(some => (some.At, Quantity: -some.Quantity));
            var onHand = (count?.Quantity ?? 0) + facts.Concat(shipped).Where(fact => count is null || fact.At > count.CountedAt).Sum(fact => fact.Quantity);
            if (level.OnHand != onHand)
            {
                yield return $"C: {level.Id} has {level.OnHand} on hand, and what was received, adjusted, counted and shipped comes to {onHand}";
            }
        }
    }

    /// <summary>L: the ledger has the versions 1 to n, adds up from entry to entry, and ends in the document.</summary>
    public static IEnumerable<string> Ledger(StoredSequence stored)
    {
        foreach (var level in stored.Levels)
        {
            var (onHand, committed, reserved, version) = (0L, 0L, 0L, 0L);
            foreach (var (movement, _, _) in stored.Ledger[level.Id])
            {
                (onHand, committed, reserved, version) =
                    (onHand + movement.OnHandDelta, committed + movement.CommittedDelta, reserved + movement.ReservedDelta, version + 1);
                if ((movement.OnHand, movement.Committed, movement.Reserved, movement.Version) != (onHand, committed, reserved, version))
                {
                    yield return $"L: {movement} does not follow from the entries before it, which lead to {onHand}/{committed}/{reserved}, version {version}";
                }
            }

            if ((level.OnHand, level.Committed, level.Reserved, level.Version) != (onHand, committed, reserved, version))
            {
                yield return $"L: {level} differs from its ledger, which leads to {onHand}/{committed}/{reserved}, version {version}";
            }
        }

        foreach (var orphan in stored.Ledger.Select(level => level.Key).Except(stored.Levels.Select(level => level.Id)))
        {
            yield return $"L: {orphan} is in the ledger and has no document";
        }
    }

    /// <summary>O: where an order or a reservation took something from available, it was left at or above −backorder limit.</summary>
    public static IEnumerable<string> Oversold(IReadOnlyList<Applied> applied) =>
        from one in applied
        from movement in one.Step.Movements
        where movement.Kind is "Committed" or "Reserved"
        let limit = one.Step.After.LevelOf(movement.Level).BackorderLimit
        where movement.Available < -limit && movement.OnHandDelta - movement.CommittedDelta - movement.ReservedDelta < 0
        select $"O: {movement} goes below -{limit}";

    /// <summary>D: every message is recorded, and what moved a level for it did so in one go.</summary>
    public static IEnumerable<string> AppliedOnce(Sequence sequence, StoredSequence stored)
    {
        var recorded = stored.Operations.Select(operation => operation.Id).ToArray();
        foreach (var lost in sequence.All.Select(delivery => Messages.OperationId(delivery.Message)).Except(recorded))
        {
            yield return $"D: {lost} was acknowledged and is not recorded";
        }

        foreach (var rows in stored.Ledger.SelectMany(level => level.GroupBy(row => (Level: level.Key, row.Cause))))
        {
            var versions = rows.Select(row => row.Movement.Version).ToArray();
            if (rows.DistinctBy(row => row.CommitId).Count() > 1 || versions[^1] - versions[0] != versions.Length - 1)
            {
                yield return $"D: {rows.Key.Cause} moved {rows.Key.Level} more than once";
            }
        }
    }

    /// <summary>E: of messages that contradict one another one stands, and every copy of the others is refused; nothing else is.</summary>
    public static IEnumerable<string> Refused(Sequence sequence, IReadOnlyList<string> refused)
    {
        foreach (var operation in sequence.All.Select(delivery => delivery.Message).GroupBy(Messages.OperationId, Messages.Content))
        {
            var stands = operation.Distinct().Except(refused).ToArray();
            if (stands.Length != 1)
            {
                yield return $"E: of {operation.Key} stands {(stands.Length == 0 ? "nothing" : string.Join(" and ", stands))}";
            }

            foreach (var content in operation.GroupBy(content => content).Where(content => !stands.Contains(content.Key)))
            {
                if (content.Count() != refused.Count(one => one == content.Key))
                {
                    yield return $"E: {content.Key} was sent {content.Count()} times and refused {refused.Count(one => one == content.Key)} times";
                }
            }
        }
    }

    /// <summary>Q: Redis equals PostgreSQL.</summary>
    public static IEnumerable<string> Projected(StoredSequence stored, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> hashes)
    {
        foreach (var (sku, fields) in hashes)
        {
            var expected = stored.Levels.Where(level => Messages.Level(level.Id).Sku == sku).SelectMany(level => ((string, long)[])
            [
                ("onHand", level.OnHand), ("committed", level.Committed), ("reserved", level.Reserved), ("available", level.Available), ("version", level.Version),
            ], (level, field) => (Name: $"{Messages.Level(level.Id).Location}:{field.Item1}", Value: field.Item2.ToString(CultureInfo.InvariantCulture)));
            var (wanted, found) = (Text(expected), Text(fields.Select(field => (field.Key, field.Value))));
            if (wanted != found)
            {
                yield return $"Q: {sku} is [{found}] in Redis, and [{wanted}] in PostgreSQL";
            }
        }

        static string Text(IEnumerable<(string Name, string Value)> fields) =>
            string.Join(' ', fields.OrderBy(field => field.Name, StringComparer.Ordinal).Select(field => $"{field.Name}={field.Value}"));
    }
}

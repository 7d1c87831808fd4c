using Inventory.Contracts;

namespace Inventory.IntegrationTests.Model;

/// <summary>Compares what was heard with what is stored. Repetitions bear the id of what they repeat, and say the same.</summary>
internal static class Reports
{
    /// <summary>Every recorded answer was published, under an id of its own, as often as its message was sent; and no other.</summary>
    public static IEnumerable<string> Answers(Sequence sequence, StoredSequence stored, IReadOnlyList<Applied> applied, IReadOnlyList<Heard> heard)
    {
        var copies = applied.ToDictionary(
            one => Messages.OperationId(one.Message),
            one => Math.Max(1, sequence.All.Count(delivery => Messages.Content(delivery.Message) == Messages.Content(one.Message))));
        var expected = stored.Operations.SelectMany(operation => operation.Events, (operation, answer) => (Text: EventText.Of(answer), Copies: copies[operation.Id]))
            .GroupBy(answer => answer.Text).ToDictionary(same => same.Key, same => (Count: same.Count(), Copies: same.Sum(answer => answer.Copies)));
        var answers = heard.Where(one => one.Event is not (StockLow or StockDepleted or StockReplenished)).ToArray();
        foreach (var mixed in answers.GroupBy(one => one.MessageId).Where(same => same.DistinctBy(one => EventText.Of(one.Event)).Skip(1).Any()))
        {
            yield return $"One id, {mixed.Key}, stands for {string.Join(" and ", mixed.Select(one => EventText.Of(one.Event)).Distinct())}";
        }

        var told = answers.ToLookup(one => EventText.Of(one.Event));
        foreach (var unfounded in told.Select(same => same.Key).Except(expected.Keys))
        {
            yield return $"{unfounded} was heard, and is no recorded answer";
        }

        foreach (var (text, (count, times)) in expected)
        {
            var ids = told[text].DistinctBy(one => one.MessageId).Count();
            if (ids != count || told[text].Count() < times)
            {
                yield return $"{text} was heard {told[text].Count()} times under {ids} ids; it is the answer to {count} messages that were sent {times} times in all";
            }
        }
    }

    /// <summary>Every commit that changed levels was reported once, each level as the commit left it.</summary>
    public static IEnumerable<string> Changes(StoredSequence stored, IReadOnlyList<HeardChange> heard)
    {
        var expected = Commits(stored).ToDictionary(commit => Change(commit.After), commit => commit.After.CommitId);
        var told = heard.Select(one => (one.MessageId, one.Change)).Distinct().ToArray();
        foreach (var difference in Difference("StockLevelsChanged", expected.Keys.Select(change => $"{change}"), told.Select(one => $"{one.Change}")))
        {
            yield return difference;
        }

        foreach (var torn in told.Where(one => expected.ContainsKey(one.Change)).GroupBy(one => expected[one.Change], one => one.MessageId).Where(ids => ids.Distinct().Skip(1).Any()))
        {
            yield return $"The commit {torn.Key} was reported under the ids {string.Join(", ", torn)}";
        }
    }

    /// <summary>A line that available crossed by a commit was told once, and no other.</summary>
    public static IEnumerable<string> Crossings(StoredSequence stored, IReadOnlyList<Heard> heard) => Difference(
        "Crossings",
        Commits(stored).Where(commit => commit.Before is not null).SelectMany(commit => Crossings(commit.Before!.Movement, commit.After.Movement)).Select(EventText.Of),
        heard.DistinctBy(one => one.MessageId).Select(one => one.Event).Where(one => one is StockLow or StockDepleted or StockReplenished).Select(EventText.Of));

    private static IEnumerable<object> Crossings(ModelMovement before, ModelMovement after)
    {
        var (sku, location) = Messages.Level(after.Level);
        var (wasLow, isLow) = (before.Available <= before.LowStockThreshold, after.Available <= after.LowStockThreshold);
        if (after.LowStockThreshold > 0 && isLow && !(before.LowStockThreshold > 0 && wasLow))
        {
            yield return new StockLow(sku, location, after.Available, after.LowStockThreshold, after.Version);
        }

        if (after.Available <= 0 && before.Available > 0)
        {
            yield return new StockDepleted(sku, location, after.Available, 0, after.Version);
        }

        if (after.Available > 0 && before.Available <= 0)
        {
            yield return new StockReplenished(sku, location, after.Available, 0, after.Version);
        }

        if (after.LowStockThreshold > 0 && !isLow && before.LowStockThreshold > 0 && wasLow)
        {
            yield return new StockReplenished(sku, location, after.Available, after.LowStockThreshold, after.Version);
        }
    }

    /// <summary>Per level and commit, the last entry, and the one before the first; null where the commit made the level.</summary>
    private static IEnumerable<(LedgerRow? Before, LedgerRow After)> Commits(StoredSequence stored)
    {
        foreach (var level in stored.Ledger)
        {
            LedgerRow? before = null;
            foreach (var commit in level.GroupBy(row => row.CommitId))
            {
                yield return (before, commit.Last());
                before = commit.Last();
            }
        }
    }

    private static LevelChange Change(LedgerRow row)
    {
        var ((sku, location), after) = (Messages.Level(row.Movement.Level), row.Movement);
        return new LevelChange(sku, location, after.OnHand, after.Committed, after.Reserved, after.Available, after.Version, row.Cause);
    }

    private static IEnumerable<string> Difference(string what, IEnumerable<string> expected, IEnumerable<string> told)
    {
        var (wanted, found) = (expected.Order(StringComparer.Ordinal).ToArray(), told.Order(StringComparer.Ordinal).ToArray());
        if (!wanted.SequenceEqual(found))
        {
            yield return $"{what}: heard {string.Join("; ", found)}, and the ledger says {string.Join("; ", wanted)}";
        }
    }
}

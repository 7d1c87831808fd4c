using Inventory.Stock.Decisions;

namespace Inventory.Stock.Tests.Decisions;

/// <summary>Decides group after group, and keeps between them what the database keeps.</summary>
internal sealed class History(params Level[] levels)
{
    private readonly List<Verdict> _verdicts = [];

    public StockState Stock { get; } = Given.Stock(levels);

    public IReadOnlyList<Verdict> Verdicts => _verdicts;

    public IEnumerable<Verdict.Applied> Applied => _verdicts.OfType<Verdict.Applied>();

    public IEnumerable<Movement> Movements => Applied.SelectMany(verdict => verdict.Decision.Movements);

    public IReadOnlyList<Verdict> Decide(params StockCommand[] group)
    {
        Stock.MovedSince.Clear();
        foreach (var count in group.OfType<CountStock>())
        {
            Stock.MovedSince[(count.Key, count.OccurredAt)] = Movements
                .Where(movement => movement.Key == count.Key && movement.OccurredAt > count.OccurredAt).Sum(movement => movement.OnHandDelta);
        }

        var verdicts = GroupDecider.Decide(group, Stock, Given.Now);
        _verdicts.AddRange(verdicts);
        foreach (var applied in verdicts.OfType<Verdict.Applied>())
        {
            Stock.Operations.Add(applied.Command.OperationId, new(applied.Fingerprint, applied.Decision.Outcome, applied.CommitId));
        }

        return verdicts;
    }
}

namespace Inventory.IntegrationTests.Model;

/// <summary>One message that was applied, and what the model says that it did.</summary>
internal sealed record Applied(object Message, ModelStep Step);

/// <summary>
/// Explains what is stored of a sequence: looks for an order of its operations in which the model, taking one after the other, gives
/// exactly the recorded answers, the recorded ledger and the documents (Wing and Gong's check). Two workers may settle messages in
/// any order, but never so that there is no order at all. The ledger leaves little to search: a message that moves a level can only
/// be next where the level's next entry is its own.
/// </summary>
internal sealed class Explanation
{
    private readonly StoredSequence _stored;
    private readonly Dictionary<string, object> _messages;
    private readonly HashSet<string> _opening;
    private readonly Dictionary<string, string> _answers;
    private readonly HashSet<string> _exhausted = [];
    private readonly List<Applied> _found = [];
    private (int Length, string Text) _closest = (-1, "");

    private Explanation(StoredSequence stored, Dictionary<string, object> messages, HashSet<string> opening)
    {
        _stored = stored;
        _messages = messages;
        _opening = opening;
        _answers = stored.Operations.ToDictionary(operation => operation.Id, operation => Foreseeable(operation.Events));
    }

    /// <summary>The operations in an order that explains all; fails, and says how far the best order came, where there is none.</summary>
    /// <param name="sequence">What was sent.</param>
    /// <param name="refused">The contents that were refused, because they contradicted others.</param>
    /// <param name="stored">What came of it.</param>
    public static IReadOnlyList<Applied> Of(Sequence sequence, IReadOnlySet<string> refused, StoredSequence stored)
    {
        // The end of a reservation by its time comes of itself.
        var messages = sequence.All.Select(delivery => delivery.Message).Where(message => !refused.Contains(Messages.Content(message)))
            .Concat(stored.Operations.Where(operation => operation.MessageType == nameof(Messages.ReservationDue)).Select(due => new Messages.ReservationDue(due.Name)))
            .DistinctBy(Messages.OperationId).ToDictionary(Messages.OperationId);
        var explanation = new Explanation(stored, messages, [.. sequence.Opening.Select(delivery => Messages.OperationId(delivery.Message))]);
        if (!explanation.IsComplete(StockModel.Empty))
        {
            Assert.Fail($"No order of the messages explains what is stored. {explanation._closest.Text}");
        }

        return explanation._found;
    }

    private bool IsComplete(StockModel model)
    {
        var open = _messages.Keys.Except(_found.Select(applied => Messages.OperationId(applied.Message))).Order(StringComparer.Ordinal).ToArray();
        if (open.Length == 0)
        {
            return Differences(model) is not { Length: > 0 } differences || IsDeadEnd(differences);
        }

        // What levels, orders and answers are here follows from which messages are done; only reservations remember the order.
        if (!_exhausted.Add($"{string.Join(' ', open)} | {string.Join(' ', model.Reservations.Values)}"))
        {
            return false;
        }

        var obstacles = new List<string>();
        foreach (var message in open.Where(id => _opening.Count <= _found.Count || _opening.Contains(id)).Select(id => _messages[id]))
        {
            var step = model.Take(message);
            if (Obstacle(message, step) is { } obstacle)
            {
                obstacles.Add($"  {Messages.Describe(message)}\n    {obstacle}");
                continue;
            }

            _found.Add(new Applied(message, step));
            if (IsComplete(step.After))
            {
                return true;
            }

            _found.RemoveAt(_found.Count - 1);
        }

        return IsDeadEnd([.. obstacles]);
    }

    /// <summary>Why a message cannot be next; null where it can.</summary>
    private string? Obstacle(object message, ModelStep step)
    {
        var answer = Foreseeable(step.Events);
        if (answer != _answers[Messages.OperationId(message)])
        {
            return $"would be answered by [{answer}], not [{_answers[Messages.OperationId(message)]}]";
        }

        var commits = new HashSet<Guid>();
        foreach (var movement in step.Movements)
        {
            var row = _stored.Ledger[movement.Level].ElementAtOrDefault((int)movement.Version - 1);
            if (row is null || row.Movement != movement || row.Cause != Messages.Cause(message))
            {
                return $"would be {movement}, not {row?.ToString() ?? "nothing"}";
            }

            commits.Add(row.CommitId);
        }

        return commits.Count > 1 ? "is in more than one commit" : null;
    }

    private string[] Differences(StockModel model) =>
    [
        .. Differences(model.Levels.Values, _stored.Levels), .. Differences(model.Orders.Values, _stored.Orders),
        .. Differences(model.Reservations.Values, _stored.Reservations),
    ];

    private static IEnumerable<string> Differences<TModel, TStored>(IEnumerable<TModel> model, IEnumerable<TStored> stored)
    {
        var (foreseen, found) = (model.Select(one => $"{one}").ToArray(), stored.Select(one => $"{one}").ToArray());
        return [.. found.Except(foreseen).Select(one => $"  stored is   {one}"), .. foreseen.Except(found).Select(one => $"  it should be {one}")];
    }

    private bool IsDeadEnd(string[] reasons)
    {
        if (_found.Count > _closest.Length)
        {
            _closest = (_found.Count, string.Join('\n', (string[])
            [
                "The longest order that does is:", .. _found.Select(applied => $"  {Messages.Describe(applied.Message)}"), "After it:", .. reasons,
            ]));
        }

        return false;
    }

    private static string Foreseeable(IEnumerable<object> events) => string.Join(", ", events.Select(EventText.Foreseeable));
}

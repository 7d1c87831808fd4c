using System.Collections.Concurrent;
using Inventory.Stock.Storage;

namespace Inventory.Worker.Verbs.Publishing;

/// <summary>
/// Watches the operation table for what was published. It asks for the oldest first and no further than answers come, so a
/// poll costs what was settled since the last one, not what is outstanding.
/// </summary>
public sealed class SettlementWatch(OperationLog log, IntakeTally tally)
{
    private const int PageSize = 1_000;
    private readonly ConcurrentQueue<(IntakeMessage Message, OperationEntry? Known)> _added = [];
    private List<IntakeMessage> _outstanding = [];

    public int Outstanding => _outstanding.Count + _added.Count;

    /// <summary>Adds a published message; safe beside a poll.</summary>
    public void Add(IntakeMessage message, OperationEntry? known) => _added.Enqueue((message with { Body = default }, known));

    /// <summary>Counts what has been settled since.</summary>
    /// <param name="everything">Ask for all that is outstanding: something young may be settled while something old is stuck.</param>
    /// <param name="cancellationToken">Stops the wait for an answer.</param>
    public async Task PollAsync(bool everything, CancellationToken cancellationToken)
    {
        TakeAdded();
        var left = new List<IntakeMessage>();
        var looked = 0;
        foreach (var page in _outstanding.Chunk(PageSize))
        {
            var found = await log.FindAsync(page.Select(message => message.Operation), cancellationToken);
            looked += page.Length;
            foreach (var message in page)
            {
                if (found.TryGetValue(message.Operation, out var entry))
                {
                    tally.CountSettled(message, entry, wasKnown: false);
                }
                else
                {
                    left.Add(message);
                }
            }

            if (found.Count == 0 && !everything)
            {
                break;
            }
        }

        left.AddRange(_outstanding.Skip(looked));
        _outstanding = left;
    }

    private void TakeAdded()
    {
        while (_added.TryDequeue(out var added))
        {
            if (added.Known is null)
            {
                _outstanding.Add(added.Message);
            }
            else
            {
                tally.CountSettled(added.Message, added.Known, wasKnown: true);
            }
        }
    }
}

using System.Diagnostics;
using Inventory.Contracts;
using Inventory.FaultTests.Load;
using Inventory.FaultTests.Reading;
using Inventory.Testing.Spaces;

namespace Inventory.FaultTests.Checking;

/// <summary>What must hold when the faults are over, everything published is confirmed, and the workers have caught up.</summary>
internal sealed class AtRest(TestSpace space, History history, AnswerBook answers, IReadOnlyCollection<PoisonExpected> poison)
{
    /// <summary>More than what RabbitMQ's counts are old at most: see quorum_tick_interval.</summary>
    private static readonly TimeSpan s_counting = TimeSpan.FromSeconds(4);

    /// <summary>Waits until everything is settled and told of: B, within the bound.</summary>
    public async Task AwaitAsync(TimeSpan bound)
    {
        var begun = Stopwatch.GetTimestamp();
        var last = "nothing";
        try
        {
            await Eventually.SeesAsync(
                async () =>
                {
                    var unsettled = await UnsettledAsync();
                    last = unsettled is [var one, ..] ? $"{one}, after {history.Faults.LastOrDefault()}" : last;
                    return unsettled;
                },
                unsettled => unsettled.Count == 0, bound, what: "what is not settled yet", condition: "was nothing");
            Tally.CaughtUp(Stopwatch.GetElapsedTime(begun), last);
        }
        catch (Xunit.Sdk.FailException late)
        {
            history.Violate('B', $"not caught up: {late.Message}");
        }
    }

    /// <summary>Waits until no message waits in RabbitMQ or is with a consumer, repeated ones included: N, within the bound.</summary>
    public async Task AcknowledgedAsync(TimeSpan bound)
    {
        var since = Stopwatch.GetTimestamp();
        try
        {
            await Eventually.SeesAsync(
                async () =>
                {
                    var owed = await OwedAsync();
                    since = owed.Length > 0 ? Stopwatch.GetTimestamp() : since;
                    return (Owed: owed, Nothing: Stopwatch.GetElapsedTime(since));
                },
                seen => seen.Nothing > s_counting, bound, what: "what is not acknowledged", condition: $"was nothing for {s_counting}");
        }
        catch (Xunit.Sdk.FailException late)
        {
            history.Violate('N', $"not acknowledged: {late.Message}");
        }
    }

    /// <summary>Holds everything against everything else. No worker may run: what it holds is in its queue then.</summary>
    public async Task CheckAsync()
    {
        await StoredAsync();
        await RecordedAsync();
        await RecountedAsync();
        await QueuesAsync();
    }

    /// <summary>L, O, D and Q: documents, ledger, operations and Redis against one another. Workers may run, and have nothing to do.</summary>
    public async Task StoredAsync()
    {
        foreach (var (promise, what) in await Audit.DifferencesAsync(space))
        {
            history.Violate(promise, what);
        }
    }

    /// <summary>Q and F for the API, which must run: at rest it shows what PostgreSQL holds.</summary>
    public async Task ShownAsync(IStockSource api)
    {
        var documents = (await space.Tables.LevelsAsync()).ToDictionary(document => document.Id);
        foreach (var sku in Assortment.Skus)
        {
            foreach (var (id, shown) in await api.ReadAsync(sku) ?? new Dictionary<string, LevelState>())
            {
                var document = documents[id];
                var stored = new LevelState(document.Version, document.OnHand, document.Committed, document.Reserved, document.Available);
                if (shown != stored)
                {
                    history.Violate('Q', $"the API shows {id} with {shown}, and PostgreSQL holds {stored}", history.Level(id));
                }
            }
        }
    }

    private async Task<string> OwedAsync() => string.Join("; ", (await space.Queues.AllAsync())
        .Where(queue => QueueInspector.Contract.Contains(queue.Name) && !queue.IsEmpty)
        .Select(queue => $"{queue.Ready} messages wait in {queue.Name}, and {queue.Unacknowledged} are with its consumers"));

    private async Task<IReadOnlyList<string>> UnsettledAsync()
    {
        var recorded = await RecordedIdsAsync();
        var levels = await space.Tables.LevelsAsync();
        return
        [
            .. Expected(recorded).Where(id => !recorded.Contains(id)).Select(id => $"{id} is not recorded"),
            .. Expected(recorded).Where(id => IsAnswerable(id) && !answers.IsAnswered(id)).Select(id => $"{id} is not answered"),
            .. levels.Where(level => level.Reserved != 0).Select(level => $"{level.Id} still holds {level.Reserved} for reservations"),
            .. (await space.Tables.ActiveReservationsAsync()).Select(one => $"{one.Id} was to end at {one.ExpiresAt}, and is to be announced at {one.DueAt}"),
            .. levels.Where(level => history.Level(level.Id).Told < level.Version).Select(level => $"{level.Id} is at {level.Version}, which nobody told of"),
        ];
    }

    /// <summary>N: whatever was confirmed is recorded, unless it is poison.</summary>
    private async Task RecordedAsync()
    {
        var recorded = await RecordedIdsAsync();
        foreach (var lost in Expected(recorded).Where(id => !recorded.Contains(id)))
        {
            history.Violate('N', $"{lost} was confirmed and is not recorded");
        }

        foreach (var stranger in recorded.Except(history.Sent.Select(sent => sent.OperationId)).Except(Due()))
        {
            history.Violate('D', $"{stranger} is recorded and was never sent");
        }
    }

    /// <summary>C and D: documents say what the messages come to.</summary>
    private async Task RecountedAsync()
    {
        var expected = ExpectedStock.Of(Settled(await RecordedIdsAsync()).Select(sent => sent.Message), answers.IsCommitted);
        foreach (var document in await space.Tables.LevelsAsync())
        {
            var (onHand, committed) = expected.GetValueOrDefault(document.Id);
            if ((document.OnHand, document.Committed, document.Reserved) != (onHand, committed, 0))
            {
                history.Violate('C', $"{document} should have {onHand} on hand, {committed} committed and none reserved by what was published", history.Level(document.Id));
            }
        }
    }

    /// <summary>E and N: nothing waits any more, and error queues hold the poison that was put in, and nothing else.</summary>
    private async Task QueuesAsync()
    {
        foreach (var queue in QueueInspector.Contract)
        {
            foreach (var waiting in await space.Queues.WaitingAsync(queue))
            {
                history.Violate('N', $"{queue} still holds {waiting}");
            }

            var found = (await space.Queues.PoisonAsync($"{queue}_error")).ToList();
            foreach (var one in poison.Where(one => one.Queue == queue && found.RemoveAll(one.Matches) == 0))
            {
                history.Violate('N', $"the poison '{one.Text}' is in no error queue");
            }

            foreach (var other in found)
            {
                history.Violate('E', $"{queue}_error holds, for '{other.Reason}': {other.Body}");
            }
        }
    }

    private async Task<HashSet<string>> RecordedIdsAsync() => [.. (await space.Tables.OperationsAsync()).Select(operation => operation.Id)];

    /// <summary>What was confirmed must have been settled; what PostgreSQL lost of it may be gone, or have been settled again.</summary>
    private IEnumerable<Sent> Settled(HashSet<string> recorded) =>
        history.Sent.Where(sent => sent.IsConfirmed && (!history.IsLost(sent.OperationId) || recorded.Contains(sent.OperationId)));

    private IEnumerable<string> Expected(HashSet<string> recorded) => Settled(recorded).Select(sent => sent.OperationId);

    /// <summary>What workers tell one another of reservations whose time is over.</summary>
    private IEnumerable<string> Due() => history.Sent.Select(sent => sent.Message).OfType<ReserveStock>()
        .Select(reservation => Messages.OperationId(new Messages.ReservationDue(reservation.ReservationId)));

    private static bool IsAnswerable(string operationId) => operationId.Split('/')[0]
        is nameof(OrderPlaced) or nameof(OrderCancelled) or nameof(OrderShipped) or nameof(ReserveStock) or nameof(ReleaseReservation);
}

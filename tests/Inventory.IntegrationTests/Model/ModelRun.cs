using System.Collections.Concurrent;
using System.Text.Json;
using Inventory.Contracts;
using Inventory.Testing.Spaces;
using Inventory.Testing.Workers;

namespace Inventory.IntegrationTests.Model;

/// <summary>Sends sequences to the workers of a space, any number at a time, and holds each against the model.</summary>
internal sealed class ModelRun(TestSpace space, params InProcessWorker[] workers) : IAsyncDisposable
{
    private readonly Traffic _traffic = new(space, workers);
    private readonly SequenceTables _tables = new(space.Connections.Postgres);
    private readonly ConcurrentBag<string> _contradictions = [];
    private readonly ConcurrentDictionary<string, int> _seen = [];
    private readonly long[] _stored = new long[4];
    private int _sequences;

    /// <summary>The kinds of movements and events that came of the sequences, and how many of each.</summary>
    public IReadOnlyDictionary<string, int> Seen => _seen;

    /// <summary>Sends a sequence, waits until it is at rest, and checks all that is stored and was heard of it.</summary>
    public async Task HoldsAsync(Sequence unnamed)
    {
        var name = $"{Interlocked.Increment(ref _sequences)}.";
        var sequence = unnamed.Within(name);
        StoredSequence? stored = null;
        try
        {
            await _traffic.SettleAsync(name, sequence.Opening);
            await _traffic.SettleAsync(name, sequence.Deliveries);
            stored = await AtRestAsync(name, sequence);
            await CheckAsync(name, sequence, stored);
        }
        catch (Exception failure)
        {
            throw new ModelException($"{failure.Message}\nSent:\n{sequence}\n{Describe(stored)}{unnamed.Replay}", failure);
        }
    }

    /// <summary>After all sequences: the error queues hold the contradictions and nothing else, and nothing else is stored.</summary>
    public async Task NothingElseAsync()
    {
        var refused = new List<string>();
        await Eventually.SeesAsync(PoisonedAsync, count => count >= _contradictions.Count, what: "messages in error queues", condition: $">= {_contradictions.Count}");
        foreach (var queue in QueueInspector.Contract)
        {
            refused.AddRange((await space.Queues.PoisonAsync($"{queue}_error")).Select(poison => Refused(queue, poison)));
        }

        Assert.Equal(_contradictions.Order(StringComparer.Ordinal), refused.Order(StringComparer.Ordinal));
        Assert.Equal(_stored, await _tables.CountAllAsync());
    }

    public ValueTask DisposeAsync() => _tables.DisposeAsync();

    private async Task<StoredSequence> AtRestAsync(string name, Sequence sequence)
    {
        var messages = sequence.All.Select(delivery => delivery.Message).ToArray();
        var levels = messages.SelectMany(message => Messages.PerLevel(Messages.Lines(message)).Keys).Distinct().ToArray();
        var reservations = messages.Select(Messages.ReservationId).OfType<string>().Distinct().ToArray();
        var operations = messages.Select(Messages.OperationId).Concat(reservations.Select(id => $"{nameof(Messages.ReservationDue)}/{id}")).Distinct().ToArray();
        var orders = messages.Select(Messages.OrderId).OfType<string>().Distinct().ToArray();

        // What is held and due will be expired by a worker, without a message of ours.
        var stored = await Eventually.SeesAsync(
            () => _tables.ReadAsync(levels, orders, reservations, operations),
            seen => !seen.Answers.OfType<StockReserved>().Any(held => held.ExpiresAt < Given.Noon && seen.Reservations.Any(
                one => one.StartsWith($"{held.ReservationId}: Active", StringComparison.Ordinal))),
            what: "the reservations",
            condition: "that none which is due is active");
        if (stored.Answers.OfType<ReservationExpired>().Any())
        {
            await Eventually.SeesAsync(() => _traffic.EventsOf(name), heard => heard.Any(one => one.Event is ReservationExpired));
        }

        await _traffic.CatchUpAsync();
        return stored;
    }

    private async Task CheckAsync(string name, Sequence sequence, StoredSequence stored)
    {
        var skus = sequence.All.SelectMany(delivery => Messages.PerLevel(Messages.Lines(delivery.Message)).Keys).Select(level => Messages.Level(level).Sku).Distinct().ToArray();
        var hashes = skus.Zip(await Task.WhenAll(skus.Select(space.Hashes.FieldsAsync))).ToDictionary(sku => sku.First, sku => sku.Second);
        var refused = _traffic.RefusedOf(name).Select(Messages.Content).ToArray();
        Hold(
        [
            .. Invariants.AppliedOnce(sequence, stored), .. Invariants.Ledger(stored), .. Invariants.Projected(stored, hashes),
            .. Invariants.Refused(sequence, refused),
        ]);

        var applied = Explanation.Of(sequence, refused.ToHashSet(), stored);
        var heard = _traffic.EventsOf(name);
        Hold(
        [
            .. Invariants.Conservation(stored, applied), .. Invariants.Oversold(applied),
            .. Reports.Answers(sequence, stored, applied, heard), .. Reports.Changes(stored, _traffic.ChangesOf(name)), .. Reports.Crossings(stored, heard),
        ]);

        foreach (var contradiction in refused)
        {
            _contradictions.Add(contradiction);
        }

        foreach (var kind in stored.Ledger.SelectMany(level => level).Select(row => row.Movement.Kind).Concat(heard.Select(one => one.Event.GetType().Name)))
        {
            _seen.AddOrUpdate(kind, 1, (_, count) => count + 1);
        }

        foreach (var (i, count) in ((int[])[stored.Levels.Count, stored.Orders.Count, stored.Reservations.Count, stored.Ledger.Sum(level => level.Count())]).Index())
        {
            Interlocked.Add(ref _stored[i], count);
        }
    }

    private static void Hold(string[] violations)
    {
        if (violations.Length > 0)
        {
            Assert.Fail(string.Join('\n', violations));
        }
    }

    private async Task<int> PoisonedAsync()
    {
        var ready = await Task.WhenAll(QueueInspector.Contract.Select(queue => space.Queues.ReadyAsync($"{queue}_error")));
        return (int)ready.Sum(count => count ?? 0);
    }

    /// <summary>The content of a refused message; its reason too, where that is not that it contradicts another.</summary>
    private static string Refused(string queue, PoisonMessage poison)
    {
        using var json = JsonDocument.Parse(poison.Body);
        var body = json.RootElement.TryGetProperty("message", out var enveloped) ? enveloped : json.RootElement;
        var type = typeof(OrderPlaced).Assembly.GetTypes().Single(type => $"inventory{string.Concat(type.Name.Select(letter => char.IsUpper(letter) ? $"-{char.ToLowerInvariant(letter)}" : $"{letter}"))}" == queue);
        var content = Messages.Content(body.Deserialize(type, JsonSerializerOptions.Web)!);
        return poison.Reason.Contains("was recorded before with another content", StringComparison.Ordinal) ? content : $"{content}: {poison.Reason}";
    }

    private static string Describe(StoredSequence? stored) => stored is null ? "" : string.Join("", ((string[])
    [
        "Stored:", .. stored.Operations.Select(operation => $"  {operation}"), .. stored.Ledger.SelectMany(level => level).Select(row => $"  {row}"),
        .. stored.Levels.Select(level => $"  {level}"), .. stored.Orders.Concat(stored.Reservations).Select(one => $"  {one}"),
    ]).Select(line => $"{line}\n"));
}

/// <summary>A sequence that the model does not explain.</summary>
public sealed class ModelException(string message, Exception failure) : Exception(message, failure);

using System.Globalization;

namespace Inventory.Testing.Spaces;

/// <summary>
/// What must hold at rest, whatever happened before: the ledger explains the documents, Redis equals them, nothing was
/// applied twice, nothing was oversold.
/// </summary>
public static class Audit
{
    /// <param name="space">The space to audit.</param>
    /// <param name="expected">What the test knows of some levels at the default location: SKU, on hand, committed.</param>
    public static async Task HoldsAsync(TestSpace space, params (string Sku, long OnHand, long Committed)[] expected) =>
        Assert.Empty((await DifferencesAsync(space, expected)).Select(difference => difference.What));

    /// <summary>What does not hold: the letter of its promise, and a sentence.</summary>
    public static async Task<IReadOnlyList<(char Promise, string What)>> DifferencesAsync(TestSpace space, params (string Sku, long OnHand, long Committed)[] expected)
    {
        var documents = await space.Tables.LevelsAsync();
        var ledger = await space.Tables.LedgerAsync();
        var operations = await space.Tables.OperationsAsync();
        var hashes = await space.Hashes.AllFieldsAsync();
        return
        [
            .. Explained(documents, ledger).Select(what => ('L', what)),
            .. Oversold(ledger).Select(what => ('O', what)),
            .. AppliedOnce(ledger, operations).Select(what => ('D', what)),
            .. Projected(documents, hashes).Select(what => ('Q', what)),
            .. AsExpected(documents, expected).Select(what => ('C', what)),
        ];
    }

    private static IEnumerable<string> Explained(IReadOnlyList<LevelDocument> documents, IReadOnlyList<LedgerEntry> ledger)
    {
        var entries = ledger.ToLookup(entry => entry.LevelId);
        foreach (var orphan in entries.Select(level => level.Key).Except(documents.Select(document => document.Id)))
        {
            yield return $"{orphan} is in the ledger and has no document";
        }

        foreach (var document in documents)
        {
            var (onHand, committed, reserved, version) = (0L, 0L, 0L, 0L);
            foreach (var entry in entries[document.Id])
            {
                (onHand, committed, reserved, version) =
                    (onHand + entry.OnHandDelta, committed + entry.CommittedDelta, reserved + entry.ReservedDelta, version + 1);
                if ((entry.Version, entry.OnHand, entry.Committed, entry.Reserved) != (version, onHand, committed, reserved))
                {
                    yield return $"{entry} does not follow from the entries before it, which lead to version {version}, {onHand} on hand, {committed} committed";
                }
            }

            if ((document.OnHand, document.Committed, document.Reserved, document.Version) != (onHand, committed, reserved, version))
            {
                yield return $"{document} differs from its ledger: {onHand} on hand, {committed} committed, version {version}";
            }
        }
    }

    /// <summary>
    /// What promised more of a level than it had; levels are without a backorder limit. Facts may take a level below zero, and there
    /// an order still gets what is held for it by its reservation.
    /// </summary>
    public static IEnumerable<string> Oversold(IReadOnlyList<LedgerEntry> ledger) => ledger
        .GroupBy(entry => (entry.Cause, entry.LevelId))
        .Where(move => move.Sum(entry => entry.CommittedDelta + entry.ReservedDelta) > 0 && move.Last().Available < 0)
        .Select(move => $"{move.Last()} oversold its level");

    private static IEnumerable<string> AppliedOnce(IReadOnlyList<LedgerEntry> ledger, IReadOnlyList<OperationRow> operations)
    {
        var recorded = operations.Select(operation => operation.Cause).ToHashSet();

        // A cancellation or a shipment may have nothing to move; a receipt always has, and an order that is answered with lines.
        var moving = operations
            .Where(operation => operation.MessageType is "StockReceived" || operation.Answer.Contains("\"quantity\":", StringComparison.Ordinal))
            .Where(operation => operation.MessageType is "StockReceived" or "OrderPlaced" && !operation.Answer.Contains("StockRejected", StringComparison.Ordinal))
            .Select(operation => operation.Cause);
        var causes = ledger.ToLookup(entry => entry.Cause);
        return
        [
            .. ledger.GroupBy(entry => (entry.Cause, entry.LevelId)).Where(same => !IsOneMove([.. same]))
                .Select(same => $"{same.Key.Cause} moved {same.Key.LevelId} more than once"),
            .. ledger.Where(entry => !recorded.Contains(entry.Cause)).Select(entry => $"{entry} has a cause that is not recorded as done"),
            .. moving.Where(id => !causes.Contains(id)).Select(id => $"{id} is recorded as done and moved nothing"),
        ];
    }

    /// <summary>What comes late may move a level at several times of the past, in one go.</summary>
    private static bool IsOneMove(LedgerEntry[] entries) =>
        entries.DistinctBy(entry => entry.CommitId).Count() == 1 && entries[^1].Version - entries[0].Version == entries.Length - 1;

    private static IEnumerable<string> Projected(
        IReadOnlyList<LevelDocument> documents, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> hashes)
    {
        var wanted = documents.GroupBy(document => document.Sku).ToDictionary(sku => sku.Key, sku => Fields([.. sku]));
        foreach (var sku in wanted.Keys.Union(hashes.Keys))
        {
            var stored = Text(wanted.GetValueOrDefault(sku));
            var cached = Text(hashes.GetValueOrDefault(sku));
            if (stored != cached)
            {
                yield return $"{sku} is [{cached}] in Redis and [{stored}] in PostgreSQL";
            }
        }

        static string Text(IEnumerable<KeyValuePair<string, string>>? fields) =>
            string.Join(' ', (fields ?? []).OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => $"{field.Key}={field.Value}"));
    }

    private static Dictionary<string, string> Fields(LevelDocument[] levels) => levels
        .SelectMany(level => (KeyValuePair<string, long>[])
        [
            new($"{level.Location}:onHand", level.OnHand),
            new($"{level.Location}:committed", level.Committed),
            new($"{level.Location}:reserved", level.Reserved),
            new($"{level.Location}:available", level.Available),
            new($"{level.Location}:version", level.Version),
        ])
        .ToDictionary(field => field.Key, field => field.Value.ToString(CultureInfo.InvariantCulture));

    private static IEnumerable<string> AsExpected(
        IReadOnlyList<LevelDocument> documents, (string Sku, long OnHand, long Committed)[] expected) =>
        from level in expected
        let found = documents.SingleOrDefault(document => document.Id == $"{level.Sku}:default")
        where (found?.OnHand, found?.Committed) != (level.OnHand, level.Committed)
        select $"{level} was expected, and {found?.ToString() ?? "nothing"} was found";
}

using System.Globalization;
using System.Text.Json;
using Inventory.Contracts;

namespace Inventory.Bench;

/// <summary>Seeded orders, the same for every contestant. They are published as plain JSON.</summary>
/// <param name="Name">The case.</param>
/// <param name="Description">What it is like.</param>
/// <param name="PickLines">Chooses the lines of an order.</param>
/// <param name="EarlierMovements">How many movements the ledger holds before it begins.</param>
internal sealed record Workload(string Name, string Description, Func<Random, IReadOnlyList<StockLine>> PickLines, long EarlierMovements = 0)
{
    public const long OpeningStock = 1_000_000_000;

    public static readonly IReadOnlyList<string> Skus =
        [.. Enumerable.Range(0, 1_000).Select(i => string.Create(CultureInfo.InvariantCulture, $"SKU-{i:D4}"))];

    public static readonly IReadOnlyList<Workload> All =
    [
        new("spread", "2 lines of 1,000 SKUs, evenly", random => Lines(random, Skus.Count)),
        new("hot", "2 lines of 10 SKUs", random => Lines(random, 10)),
        new("long-ledger", "spread, after ten million movements; takes minutes to prepare", random => Lines(random, Skus.Count), 10_000_000),
    ];

    /// <summary>Those that run when none is named.</summary>
    public static readonly IReadOnlyList<Workload> Usual = [.. All.Where(workload => workload.EarlierMovements == 0)];

    /// <param name="prefix">Keeps the ids of one batch apart from another's.</param>
    /// <param name="count">How many orders.</param>
    public IReadOnlyList<(string OrderId, byte[] Body)> Orders(string prefix, int count)
    {
        var random = new Random(20101201);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"{prefix}-{i}");
            var order = new OrderPlaced(id, DateTimeOffset.UnixEpoch, PickLines(random));
            return (id, JsonSerializer.SerializeToUtf8Bytes(order, JsonSerializerOptions.Web));
        })];
    }

    private static IReadOnlyList<StockLine> Lines(Random random, int skus)
    {
        var first = random.Next(skus);
        var second = (first + 1 + random.Next(skus - 1)) % skus;
        return [new(Skus[first], random.Next(1, 4)), new(Skus[second], random.Next(1, 4))];
    }
}

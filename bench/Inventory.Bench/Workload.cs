using System.Globalization;
using System.Text.Json;
using Inventory.Contracts;

namespace Inventory.Bench;

/// <summary>Seeded orders, the same for every contestant. They are published as plain JSON.</summary>
/// <param name="Name">The case.</param>
/// <param name="Description">What it is like.</param>
/// <param name="SkuCount">How many SKUs are in stock.</param>
/// <param name="Lines">How many lines an order has.</param>
/// <param name="Rank">Which SKU a line is for, 0 to the count less 1.</param>
/// <param name="EarlierMovements">How many movements the ledger holds before it begins.</param>
internal sealed record Workload(
    string Name, string Description, int SkuCount, Func<Random, int> Lines, Func<Random, int> Rank, long EarlierMovements = 0)
{
    public const long OpeningStock = 1_000_000_000;

    private const int LongestBasket = 100;
    private const int Assortment = 3_000;

    // So little that two cores have room for four workers which mostly wait.
    private const int SmallGroup = 1;
    private static readonly TimeSpan s_farAway = TimeSpan.FromMilliseconds(2);

    public static readonly IReadOnlyList<Workload> All =
    [
        Evenly("spread", "2 lines of 1,000 SKUs, evenly", 1_000),
        new("baskets", "half have one line, a tenth ten or more, a hundredth a hundred, of 3,000 SKUs by Zipf's law", Assortment, Basket, Zipf(Assortment)),
        Evenly("hot-one", "one line, always the same SKU", 1, lines: 1),
        Evenly("hot-ten", "2 lines of 10 SKUs, evenly", 10),
        Evenly("skus-100", "2 lines of 100 SKUs, evenly", 100),
        Evenly("skus-10k", "2 lines of ten thousand SKUs, evenly", 10_000),
        Evenly("skus-1m", "2 lines of a million SKUs, evenly", 1_000_000),
        Evenly("lines-1", "one line of 1,000 SKUs, evenly", 1_000, lines: 1),
        Evenly("lines-10", "10 lines of 1,000 SKUs, evenly", 1_000, lines: 10),
        Evenly("lines-100", "100 lines of 1,000 SKUs, evenly", 1_000, lines: 100),
        Evenly("lines-500", "500 lines of 1,000 SKUs, evenly", 1_000, lines: 500),
        Evenly("long-ledger", "spread, after ten million movements; takes minutes to prepare", 1_000) with { EarlierMovements = 10_000_000 },
        Evenly("backlog-1m", "spread, with a million orders waiting", 1_000) with { Backlog = 1_000_000 },
        FarAway(1),
        FarAway(2),
        FarAway(4),
    ];

    /// <summary>Those that run when none is named.</summary>
    public static readonly IReadOnlyList<Workload> Usual = [.. All.Where(workload => workload.Name is "spread" or "baskets" or "hot-one" or "hot-ten")];

    /// <summary>What orders and readers of the cache patterns ask for.</summary>
    public static readonly Workload ForCachePatterns = new(
        "cache-patterns", "2 lines of 3,000 SKUs by Zipf's law", Assortment, _ => 2, Zipf(Assortment));

    /// <summary>How many orders wait; null for what the contestant works on for the time asked for.</summary>
    public int? Backlog { get; private init; }

    /// <summary>How many processes take the orders.</summary>
    public int Workers { get; private init; } = 1;

    /// <summary>What a trip to PostgreSQL or Redis and back takes longer for them.</summary>
    public TimeSpan AddedRoundTrip { get; private init; }

    /// <summary>How many orders Inventory may commit at once; null for what it does by default.</summary>
    public int? MostInGroup { get; private init; }

    /// <summary>The SKUs that are in stock, the most asked for first.</summary>
    public IEnumerable<string> Skus => SkusOf(SkuCount);

    public static IEnumerable<string> SkusOf(int count) => Enumerable.Range(0, count).Select(SkuOf);

    /// <param name="prefix">Keeps the ids of one batch apart from another's.</param>
    /// <param name="count">How many orders.</param>
    public IReadOnlyList<(string OrderId, byte[] Body)> Orders(string prefix, int count)
    {
        var random = new Random(20101201);
        return [.. Enumerable.Range(0, count).Select(i => Order(string.Create(CultureInfo.InvariantCulture, $"{prefix}-{i}"), PickLines(random)))];
    }

    public static (string OrderId, byte[] Body) Order(string id, IReadOnlyList<StockLine> lines) =>
        (id, JsonSerializer.SerializeToUtf8Bytes(new OrderPlaced(id, DateTimeOffset.UnixEpoch, lines), JsonSerializerOptions.Web));

    private static Workload Evenly(string name, string description, int skus, int lines = 2) =>
        new(name, description, skus, _ => lines, random => random.Next(skus));

    private static Workload FarAway(int workers) =>
        Evenly($"workers-{workers}", $"as skus-10k, {workers} at it, groups of {SmallGroup}, PostgreSQL and Redis {s_farAway.TotalMilliseconds} ms farther away", 10_000) with
        {
            Workers = workers, AddedRoundTrip = s_farAway, MostInGroup = SmallGroup,
        };

    /// <summary>A Pareto distribution: at least n lines with probability 1/n.</summary>
    private static int Basket(Random random) => (int)Math.Min(LongestBasket, 1 / (1 - random.NextDouble()));

    /// <summary>The SKU of rank n is asked for with a probability that is proportional to 1/n.</summary>
    private static Func<Random, int> Zipf(int skus)
    {
        var cumulative = new double[skus];
        for (var i = 0; i < skus; i++)
        {
            cumulative[i] = (i == 0 ? 0 : cumulative[i - 1]) + (1.0 / (i + 1));
        }

        return random =>
        {
            var found = Array.BinarySearch(cumulative, random.NextDouble() * cumulative[^1]);
            return Math.Min(found < 0 ? ~found : found, skus - 1);
        };
    }

    private static string SkuOf(int rank) => string.Create(CultureInfo.InvariantCulture, $"SKU-{rank:D4}");

    private StockLine[] PickLines(Random random)
    {
        var count = Math.Min(Lines(random), SkuCount);
        var ranks = new HashSet<int>(count);
        while (ranks.Count < count)
        {
            ranks.Add(Rank(random));
        }

        return [.. ranks.Select(rank => new StockLine(SkuOf(rank), random.Next(1, 4)))];
    }
}

using System.Globalization;
using Inventory.Contracts;

namespace Inventory.Worker.Verbs.Demo;

/// <summary>
/// What a demo sends. Pure: the same numbers and the same run give the same messages. Few SKUs are hot and most are cold; half
/// of the baskets hold one or two lines and a few hold a hundred; some of the hot SKUs run out, some orders name a SKU that
/// nobody stocks, and now and then goods come back.
/// </summary>
/// <param name="Orders">How many orders.</param>
/// <param name="Skus">How many SKUs.</param>
/// <param name="Seed">Which stream.</param>
/// <param name="Run">Names the run, so that a second one is not taken for a repetition.</param>
/// <param name="At">The time that every message carries.</param>
public sealed record DemoPlan(int Orders, int Skus, int Seed, string Run, DateTimeOffset At)
{
    private const int LargestBasket = 100;
    private const double BasketTail = 0.9;
    private const double MeanQuantity = 2.5;
    private const double ShareOfUnknown = 0.005;
    private const int OrdersPerReturn = 100;
    private const int LinesOfAReceipt = 1_000;

    // Of the ten hottest, those with too little stock: the last quarter of their demand is refused.
    private static readonly int[] ScarceRanks = [2, 5, 9];
    private static readonly double MeanBasket = Enumerable.Range(1, LargestBasket).Sum(lines => Math.Pow(lines, -BasketTail));

    public int Returns => Orders / OrdersPerReturn;

    /// <summary>The name of the SKU of this rank in popularity, from 1.</summary>
    public static string Sku(int rank) => string.Create(CultureInfo.InvariantCulture, $"DEMO-{rank:D5}");

    /// <summary>Goods for every SKU: more than will be asked for, but for a few.</summary>
    public IEnumerable<StockReceived> OpeningStock()
    {
        var popularity = new Popularity(Skus);
        return Enumerable.Range(1, Skus)
            .Select(rank =>
            {
                var demand = Orders * MeanBasket * MeanQuantity * popularity.ShareOf(rank);
                var units = ScarceRanks.Contains(rank) ? 1 + (0.75 * demand) : 50 + (2 * demand);
                return new StockLine(Sku(rank), (long)units);
            })
            .Chunk(LinesOfAReceipt)
            .Select((lines, i) => new StockReceived(Id("stock", i + 1), At, lines));
    }

    public IEnumerable<OrderPlaced> OrderStream()
    {
        var popularity = new Popularity(Skus);
        var random = new Random(Seed);
        for (var number = 1; number <= Orders; number++)
        {
            var lines = new StockLine[BasketSize(random)];
            for (var i = 0; i < lines.Length; i++)
            {
                lines[i] = new StockLine(Sku(popularity.Pick(random.NextDouble())), Quantity(random));
            }

            if (random.NextDouble() < ShareOfUnknown)
            {
                lines[^1] = new StockLine(string.Create(CultureInfo.InvariantCulture, $"DEMO-NOT-STOCKED-{random.Next(100)}"), 1);
            }

            yield return new OrderPlaced(Id("order", number), At, lines);
        }
    }

    /// <summary>The goods that come back after the order of this number, from 1; null after most.</summary>
    public StockReceived? ReturnAfter(int order) => order % OrdersPerReturn == 0
        ? new StockReceived(Id("return", order / OrdersPerReturn), At, [new StockLine(Sku(1 + (order % Skus)), 1)], ReceiptReason.Return)
        : null;

    // A Pareto distribution, cut off: P(size >= n) = n^-tail, so the median is 2.
    private static int BasketSize(Random random) =>
        (int)Math.Min(LargestBasket, Math.Pow(1 - random.NextDouble(), -1 / BasketTail));

    private static int Quantity(Random random) => random.Next(4) > 0 ? 1 : random.Next(2, 13);

    private string Id(string kind, int number) => string.Create(CultureInfo.InvariantCulture, $"demo-{Run}-{kind}-{number}");
}

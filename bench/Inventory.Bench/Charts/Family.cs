namespace Inventory.Bench.Charts;

/// <summary>Cases that differ in one number.</summary>
/// <param name="Name">How its files are called.</param>
/// <param name="By">The number, in a title.</param>
/// <param name="Across">The number, on its axis.</param>
/// <param name="Cases">By the number.</param>
internal sealed record Family(string Name, string By, string Across, IReadOnlyList<(double Number, string Case)> Cases)
{
    public static readonly IReadOnlyList<Family> All =
    [
        new("lines", "by the lines of an order", "lines of an order, each for another of 1,000 SKUs", [(1, "lines-1"), (2, "spread"), (10, "lines-10"), (100, "lines-100"), (500, "lines-500")]),
        new("skus", "by the SKUs in stock", "SKUs that orders of two lines are for, evenly", [(100, "skus-100"), (1_000, "spread"), (10_000, "skus-10k"), (1_000_000, "skus-1m")]),
        new("heat", "as orders gather on few SKUs", "SKUs that all orders are for (of one SKU, one line; else two)", [(1, "hot-one"), (10, "hot-ten"), (1_000, "spread")]),
        new("workers", "by the workers", "workers, 2 ms farther from PostgreSQL and Redis", [(1, "workers-1"), (2, "workers-2"), (4, "workers-4")]),
    ];

    /// <summary>The results of these cases, of contestants that ran more than one of them.</summary>
    public IReadOnlyList<Result> Compared(IEnumerable<Result> results) =>
    [
        .. results.Where(result => Cases.Any(each => each.Case == result.Case))
            .GroupBy(result => result.Contestant)
            .Where(ofContestant => ofContestant.Count() > 1)
            .SelectMany(ofContestant => ofContestant),
    ];

    public double NumberOf(Result result) => Cases.Single(each => each.Case == result.Case).Number;
}

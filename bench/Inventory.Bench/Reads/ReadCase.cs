using System.Globalization;
using System.Net;
using Inventory.Bench.Measuring;
using Inventory.Contracts;

namespace Inventory.Bench.Reads;

/// <summary>One way of asking the API, over and over.</summary>
/// <param name="Name">The case.</param>
/// <param name="Description">What it is like.</param>
/// <param name="Paths">What is asked for, in turn.</param>
/// <param name="Status">What each is answered with.</param>
/// <param name="SkusPerRequest">How many SKUs each asks for.</param>
internal sealed record ReadCase(string Name, string Description, IReadOnlyList<string> Paths, HttpStatusCode Status = HttpStatusCode.OK, int SkusPerRequest = 1)
{
    private const int SkuCount = 1_000;
    private const int SkusInList = 100;
    private const int ListCount = 1_000;

    public static readonly ReadCase One = new("read-one", "GET /stock/{sku}, 1,000 SKUs at one location", [.. Skus("ONE").Select(PathOf)]);

    /// <summary>Compared with <see cref="One"/>: the SKUs that orders are for meanwhile.</summary>
    public static readonly ReadCase Writing =
        new("read-writing", "the same while orders of these SKUs are written at full rate", [.. Workload.SkusOf(SkuCount).Select(PathOf)]);

    /// <summary>As <see cref="Writing"/>, with precedence for readers.</summary>
    public static readonly ReadCase First = Writing with
    {
        Name = "read-first", Description = $"the same, PostgreSQL, RabbitMQ and the worker giving way to others (their sessions at niceness {Precedence.GivingWay})",
    };

    private static readonly string[] s_locations = ["centre", "east", "north", "south", "west"];

    public static readonly IReadOnlyList<ReadCase> All =
    [
        One,
        new("read-several", "the same, each SKU at five locations", [.. Skus("MANY").Select(PathOf)]),
        new("read-304", "as read-one, and the caller has the answer (If-None-Match)", One.Paths, HttpStatusCode.NotModified),
        new("read-list", "GET /stock?sku=…, any 100 of the 1,000 SKUs in one call", Lists(), SkusPerRequest: SkusInList),
        new("read-misses", "as read-one, of SKUs that nobody stocks", [.. Skus("NONE").Select(PathOf)], HttpStatusCode.NotFound),
        Writing,
        First,
    ];

    public bool IsWhileWriting => this == Writing || this == First;

    /// <summary>What the bare endpoint answers too: one SKU that is there.</summary>
    public bool IsForBare => !IsWhileWriting && SkusPerRequest == 1 && Status is not HttpStatusCode.NotFound;

    /// <summary>What has to be in stock.</summary>
    public static IEnumerable<StockLine> Stock =>
    [
        .. Skus("ONE").Concat(Workload.SkusOf(SkuCount)).Select(sku => new StockLine(sku, Workload.OpeningStock)),
        .. Skus("MANY").SelectMany(sku => s_locations.Select(location => new StockLine(sku, Workload.OpeningStock, location))),
    ];

    private static IEnumerable<string> Skus(string prefix) =>
        Enumerable.Range(0, SkuCount).Select(i => string.Create(CultureInfo.InvariantCulture, $"{prefix}-{i:D4}"));

    private static string PathOf(string sku) => $"/stock/{sku}";

    private static IReadOnlyList<string> Lists()
    {
        var random = new Random(20101201);
        var skus = Skus("ONE").ToArray();
        return [.. Enumerable.Range(0, ListCount).Select(_ =>
        {
            random.Shuffle(skus);
            return $"/stock?{string.Join('&', skus[..SkusInList].Select(sku => $"sku={sku}"))}";
        })];
    }
}

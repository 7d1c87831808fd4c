namespace Inventory.FaultTests.Load;

/// <summary>A handful of levels, so that everything meets: five SKUs, the first wanted most, at two locations.</summary>
internal static class Assortment
{
    public static readonly IReadOnlyList<string> Skus = ["A", "B", "C", "D", "E"];

    public static readonly IReadOnlyList<string> Locations = ["default", "east"];

    public static string AnySku(Random random) => Skus[Math.Min(random.Next(Skus.Count), random.Next(Skus.Count))];

    public static string? AnyLocation(Random random) => random.Next(4) == 0 ? "east" : null;
}

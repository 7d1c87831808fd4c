namespace Inventory.Bench.Measuring;

/// <summary>One run of one contestant.</summary>
/// <param name="OrdersPerSecond">Draining a backlog, from the first moment to the last answer.</param>
/// <param name="CpuSecondsPer1000">By process, per thousand orders of the backlog.</param>
/// <param name="LatencyMilliseconds">From publishing to the answer, at a fixed moderate rate, per order.</param>
internal sealed record Measurement(
    double OrdersPerSecond,
    IReadOnlyDictionary<string, double> CpuSecondsPer1000,
    IReadOnlyList<double> LatencyMilliseconds);

/// <summary>Order statistics.</summary>
internal static class Statistics
{
    public static double Median(IEnumerable<double> values) => Percentile(values, 0.5);

    public static double Percentile(IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToArray();
        return sorted[(int)Math.Clamp(Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
    }
}

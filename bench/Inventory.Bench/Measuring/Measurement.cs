namespace Inventory.Bench.Measuring;

/// <summary>One run of one contestant.</summary>
/// <param name="Orders">How many orders the backlog had.</param>
/// <param name="OrdersPerSecond">Draining the backlog, from the first moment to the last answer.</param>
/// <param name="SteadyPerSecond">Orders per second where they are published as fast as they are answered.</param>
/// <param name="Costs">By process.</param>
/// <param name="AtHalfRate">While orders come at half the steady rate.</param>
/// <param name="Idle">While one order comes after the other, with pauses.</param>
internal sealed record Measurement(
    int Orders, double OrdersPerSecond, double SteadyPerSecond, IReadOnlyDictionary<string, ProcessCost> Costs, Latencies AtHalfRate, Latencies Idle)
{
    /// <summary>Where nothing else was measured.</summary>
    public static Measurement OfRate(double ordersPerSecond) =>
        new(0, ordersPerSecond, 0, new Dictionary<string, ProcessCost>(), Latencies.None, Latencies.None);
}

/// <summary>What one process costs, with its children.</summary>
/// <param name="CpuSecondsPer1000">Per thousand orders of the backlog.</param>
/// <param name="Megabytes">At the end of the backlog.</param>
internal sealed record ProcessCost(double CpuSecondsPer1000, double Megabytes);

/// <summary>Milliseconds from publishing an order, per order.</summary>
/// <param name="Answered">Until its answer has come back.</param>
/// <param name="Visible">Until the API shows what it did; none where there is no API.</param>
internal sealed record Latencies(IReadOnlyList<double> Answered, IReadOnlyList<double> Visible)
{
    public static readonly Latencies None = new([], []);
}

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

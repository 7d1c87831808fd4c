using Inventory.Bench.Measuring;

namespace Inventory.Bench;

/// <summary>All runs of one contestant in one case, as the results file holds them.</summary>
internal sealed record Result(
    string Contestant,
    string Case,
    int Runs,
    int Orders,
    Spread OrdersPerSecond,
    IReadOnlyDictionary<string, double> CpuSecondsPer1000,
    double P50Milliseconds,
    double P99Milliseconds)
{
    public static Result From(string contestant, string @case, int orders, IReadOnlyList<Measurement> runs) => new(
        contestant,
        @case,
        runs.Count,
        orders,
        Spread.Of(runs.Select(run => run.OrdersPerSecond)),
        runs[0].CpuSecondsPer1000.Keys.ToDictionary(process => process, process => Math.Round(Statistics.Median(runs.Select(run => run.CpuSecondsPer1000[process])), 3)),
        Math.Round(Statistics.Median(runs.Select(run => Statistics.Percentile(run.LatencyMilliseconds, 0.5))), 2),
        Math.Round(Statistics.Median(runs.Select(run => Statistics.Percentile(run.LatencyMilliseconds, 0.99))), 2));
}

/// <summary>Minimum, median and maximum over runs.</summary>
internal sealed record Spread(double Min, double Median, double Max)
{
    public static Spread Of(IEnumerable<double> values)
    {
        var all = values.Select(value => Math.Round(value)).ToArray();
        return new Spread(all.Min(), Statistics.Median(all), all.Max());
    }
}

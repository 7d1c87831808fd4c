using System.Text.Json;
using Inventory.Bench.Measuring;

namespace Inventory.Bench;

/// <summary>All runs of one contestant in one case, as the results file holds them: medians, of latencies the median run's.</summary>
internal sealed record Result(
    string Contestant,
    string Case,
    int Runs,
    double Orders,
    Spread OrdersPerSecond,
    Spread SteadyPerSecond,
    IReadOnlyDictionary<string, double> CpuSecondsPer1000,
    IReadOnlyDictionary<string, double> Megabytes,
    double? P50Milliseconds,
    double? P99Milliseconds,
    double? VisibleP50Milliseconds,
    double? VisibleP99Milliseconds,
    double? IdleP50Milliseconds,
    double? IdleVisibleP50Milliseconds)
{
    /// <summary>How results are written and read.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static Result From(string contestant, string @case, IReadOnlyList<Measurement> runs) => new(
        contestant,
        @case,
        runs.Count,
        Statistics.Median(runs.Select(run => (double)run.Orders)),
        Spread.Of(runs.Select(run => run.OrdersPerSecond)),
        Spread.Of(runs.Select(run => run.SteadyPerSecond)),
        ByProcess(runs, cost => cost.CpuSecondsPer1000, digits: 3),
        ByProcess(runs, cost => cost.Megabytes, digits: 0),
        Latency(runs, run => run.AtHalfRate.Answered, 0.5),
        Latency(runs, run => run.AtHalfRate.Answered, 0.99),
        Latency(runs, run => run.AtHalfRate.Visible, 0.5),
        Latency(runs, run => run.AtHalfRate.Visible, 0.99),
        Latency(runs, run => run.Idle.Answered, 0.5),
        Latency(runs, run => run.Idle.Visible, 0.5));

    private static Dictionary<string, double> ByProcess(IReadOnlyList<Measurement> runs, Func<ProcessCost, double> value, int digits) =>
        runs[0].Costs.Keys.ToDictionary(process => process, process => Math.Round(Statistics.Median(runs.Select(run => value(run.Costs[process]))), digits));

    private static double? Latency(IReadOnlyList<Measurement> runs, Func<Measurement, IReadOnlyList<double>> values, double share) =>
        values(runs[0]).Count == 0 ? null : Math.Round(Statistics.Median(runs.Select(run => Statistics.Percentile(values(run), share))), 2);
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

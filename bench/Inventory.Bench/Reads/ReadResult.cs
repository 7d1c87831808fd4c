using Inventory.Bench.Measuring;

namespace Inventory.Bench.Reads;

/// <summary>One run of one contestant in one case.</summary>
/// <param name="RequestsPerSecond">Answers per second.</param>
/// <param name="P50Milliseconds">Of the latency.</param>
/// <param name="P99Milliseconds">Of the latency.</param>
/// <param name="CpuSecondsPer1000">Per thousand requests, by process.</param>
/// <param name="OrdersPerSecond">Orders that were written meanwhile; null where none were.</param>
internal sealed record ReadMeasurement(
    double RequestsPerSecond, double P50Milliseconds, double P99Milliseconds, IReadOnlyDictionary<string, double> CpuSecondsPer1000, double? OrdersPerSecond = null);

/// <summary>All runs of one contestant in one case, as the results file holds them: medians.</summary>
internal sealed record ReadResult(
    string Contestant,
    string Case,
    int Runs,
    Spread RequestsPerSecond,
    double SkusPerSecond,
    double P50Milliseconds,
    double P99Milliseconds,
    IReadOnlyDictionary<string, double> CpuSecondsPer1000,
    double? OrdersPerSecond)
{
    public static ReadResult From(string contestant, ReadCase @case, IReadOnlyList<ReadMeasurement> runs) => new(
        contestant,
        @case.Name,
        runs.Count,
        Spread.Of(runs.Select(run => run.RequestsPerSecond)),
        Math.Round(Statistics.Median(runs.Select(run => run.RequestsPerSecond)) * @case.SkusPerRequest),
        Math.Round(Statistics.Median(runs.Select(run => run.P50Milliseconds)), 2),
        Math.Round(Statistics.Median(runs.Select(run => run.P99Milliseconds)), 2),
        runs[0].CpuSecondsPer1000.Keys.ToDictionary(process => process, process => Math.Round(Statistics.Median(runs.Select(run => run.CpuSecondsPer1000[process])), 4)),
        runs[0].OrdersPerSecond is null ? null : Math.Round(Statistics.Median(runs.Select(run => run.OrdersPerSecond!.Value))));
}

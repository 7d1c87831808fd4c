using Inventory.Bench.CachePatterns.Reading;
using Inventory.Bench.CachePatterns.Striking;
using Inventory.Bench.Measuring;

namespace Inventory.Bench.CachePatterns;

/// <summary>All runs of one pattern, as the results file holds them: medians over runs or over strikes, of what is rare the share or the sum, and the runs.</summary>
internal sealed record PatternResult(
    string Pattern,
    Spread OrdersPerSecond,
    double WriteP50Milliseconds,
    double WriteP99Milliseconds,
    ReadFindings Reads,
    ReadFindings StoreReads,
    SlowReaderFinding? SlowReader,
    StrikeSummary Kills,
    StrikeSummary Emptied,
    IReadOnlyList<PatternMeasurement> Runs)
{
    public static PatternResult From(string pattern, IReadOnlyList<PatternMeasurement> runs) => new(
        pattern,
        Spread.Of(runs.Select(run => run.OrdersPerSecond)),
        Statistics.Median(runs.Select(run => run.WriteP50Milliseconds)),
        Statistics.Median(runs.Select(run => run.WriteP99Milliseconds)),
        Median([.. runs.Select(run => run.Reads)]),
        Median([.. runs.Select(run => run.StoreReads)]),
        runs.Select(run => run.SlowReader).MaxBy(finding => finding?.IsStale),
        StrikeSummary.Of([.. runs.SelectMany(run => run.Kills)]),
        StrikeSummary.Of([.. runs.Select(run => run.Emptied)]),
        runs);

    private static ReadFindings Median(IReadOnlyList<ReadFindings> runs)
    {
        return new ReadFindings(
            (int)Of(run => run.Reads)!,
            Of(run => run.P50Milliseconds)!.Value,
            Of(run => run.P99Milliseconds)!.Value,
            Of(run => run.HitRatio)!.Value,
            runs.Average(run => run.StaleShare),
            Of(run => run.StaleP50Milliseconds),
            Of(run => run.StaleP99Milliseconds),
            runs.Max(run => run.StaleMaxMilliseconds),
            runs.Sum(run => run.WentBack));

        double? Of(Func<ReadFindings, double?> value) =>
            runs.Select(value).OfType<double>().ToArray() is { Length: > 0 } values ? Statistics.Median(values) : null;
    }
}

/// <summary>All strikes of one kind.</summary>
/// <param name="Strikes">How many there were.</param>
/// <param name="OrdersLost">Per strike.</param>
/// <param name="LevelsApart">Per strike, just after it.</param>
/// <param name="SecondsApart">The median of the strikes after which levels were apart and came together again; none where there was none such.</param>
/// <param name="LevelsApartAtRest">Per strike.</param>
internal sealed record StrikeSummary(int Strikes, Spread OrdersLost, Spread LevelsApart, double? SecondsApart, Spread LevelsApartAtRest)
{
    public static StrikeSummary Of(IReadOnlyList<StrikeFinding> strikes)
    {
        var mended = strikes.Where(strike => strike.LevelsApart > 0).Select(strike => strike.SecondsApart).OfType<double>().ToArray();
        return new StrikeSummary(
            strikes.Count,
            Spread.Of(strikes.Select(strike => (double)strike.OrdersLost)),
            Spread.Of(strikes.Select(strike => (double)strike.LevelsApart)),
            mended.Length == 0 ? null : Statistics.Median(mended),
            Spread.Of(strikes.Select(strike => (double)strike.LevelsApartAtRest)));
    }
}

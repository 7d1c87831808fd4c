using Inventory.Bench.Measuring;

namespace Inventory.Bench.CachePatterns.Reading;

/// <summary>What readers found in one run.</summary>
/// <param name="Reads">How many reads there were.</param>
/// <param name="P50Milliseconds">How long a read takes.</param>
/// <param name="P99Milliseconds">How long a read takes.</param>
/// <param name="HitRatio">The share that Redis could answer.</param>
/// <param name="StaleShare">The share that got an older version than had been answered before the read began.</param>
/// <param name="StaleP50Milliseconds">How long before that was, of those that were stale.</param>
/// <param name="StaleP99Milliseconds">How long before that was, of those that were stale.</param>
/// <param name="StaleMaxMilliseconds">How long before that was at most.</param>
/// <param name="WentBack">How many got an older version than the same reader had seen before.</param>
internal sealed record ReadFindings(
    int Reads,
    double P50Milliseconds,
    double P99Milliseconds,
    double HitRatio,
    double StaleShare,
    double? StaleP50Milliseconds,
    double? StaleP99Milliseconds,
    double? StaleMaxMilliseconds,
    int WentBack)
{
    public static ReadFindings Of(IReadOnlyList<Read> reads)
    {
        var times = reads.Select(read => read.Milliseconds).ToArray();
        var stale = reads.Select(read => read.StaleMilliseconds).OfType<double>().ToArray();
        return new ReadFindings(
            reads.Count,
            Statistics.Percentile(times, 0.5),
            Statistics.Percentile(times, 0.99),
            (double)reads.Count(read => read.IsHit) / reads.Count,
            (double)stale.Length / reads.Count,
            Stale(0.5),
            Stale(0.99),
            Stale(1),
            reads.Count(read => read.WentBack));

        double? Stale(double share) => stale.Length == 0 ? null : Statistics.Percentile(stale, share);
    }
}

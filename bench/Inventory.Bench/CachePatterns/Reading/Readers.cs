using System.Diagnostics;

namespace Inventory.Bench.CachePatterns.Reading;

/// <summary>Readers that ask for SKUs as orders do, at a fixed rate, and hold what they get against what has been answered.</summary>
internal sealed class Readers(Workload workload, AnsweredVersions answered, int count, double perSecond)
{
    private readonly string[] _skus = [.. workload.Skus];

    /// <summary>Reads until the end.</summary>
    public async Task<ReadFindings> RunAsync(Func<string, Task<StockReading>> read, CancellationToken end)
    {
        var loops = await Task.WhenAll(Enumerable.Range(0, count).Select(i => Task.Run(() => LoopAsync(read, new Random(i), end), CancellationToken.None)));
        return ReadFindings.Of([.. loops.SelectMany(reads => reads)]);
    }

    private async Task<IReadOnlyList<Read>> LoopAsync(Func<string, Task<StockReading>> read, Random random, CancellationToken end)
    {
        var (reads, seen) = (new List<Read>(), new Dictionary<string, long>());
        var start = Stopwatch.GetTimestamp();
        while (!end.IsCancellationRequested)
        {
            var ahead = TimeSpan.FromSeconds(reads.Count * count / perSecond) - Stopwatch.GetElapsedTime(start);
            if (ahead > TimeSpan.FromMilliseconds(1))
            {
                await Task.Delay(ahead, CancellationToken.None);
            }

            var sku = _skus[workload.Rank(random)];
            var asked = Stopwatch.GetTimestamp();
            var known = answered.Newest(sku);
            var reading = await read(sku);
            reads.Add(new Read(
                Stopwatch.GetElapsedTime(asked).TotalMilliseconds,
                reading.IsHit,
                reading.Version < known ? Stopwatch.GetElapsedTime(answered.SupersededAt(sku, reading.Version), asked).TotalMilliseconds : null,
                reading.Version < seen.GetValueOrDefault(sku)));
            seen[sku] = reading.Version;
        }

        return reads;
    }
}

/// <param name="Milliseconds">How long it took.</param>
/// <param name="IsHit">Whether Redis had it.</param>
/// <param name="StaleMilliseconds">Where something newer had been answered before it asked: how long before.</param>
/// <param name="WentBack">Whether the same reader had seen a newer version of the SKU.</param>
internal readonly record struct Read(double Milliseconds, bool IsHit, double? StaleMilliseconds, bool WentBack);

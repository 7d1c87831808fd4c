using Inventory.Bench.CachePatterns.Reading;
using Inventory.Bench.CachePatterns.Striking;

namespace Inventory.Bench.CachePatterns;

/// <summary>One run of one pattern.</summary>
/// <param name="OrdersPerSecond">Draining a backlog, without readers.</param>
/// <param name="WriteP50Milliseconds">From publishing an order to its answer, at a fixed rate and with readers.</param>
/// <param name="WriteP99Milliseconds">The same.</param>
/// <param name="Reads">What readers of the cache found meanwhile.</param>
/// <param name="StoreReads">What readers of PostgreSQL found meanwhile.</param>
/// <param name="SlowReader">What came of a reader that was slow on purpose; none where a reader cannot be held.</param>
/// <param name="Kills">What came of each kill of the service.</param>
/// <param name="Emptied">What came of Redis losing all it held.</param>
internal sealed record PatternMeasurement(
    double OrdersPerSecond,
    double WriteP50Milliseconds,
    double WriteP99Milliseconds,
    ReadFindings Reads,
    ReadFindings StoreReads,
    SlowReaderFinding? SlowReader,
    IReadOnlyList<StrikeFinding> Kills,
    StrikeFinding Emptied);

/// <summary>A reader that found nothing in Redis was held between its read of PostgreSQL and what it does next, until an order was answered.</summary>
/// <param name="IsStale">Whether readers get the version from before that order now.</param>
/// <param name="SecondsLeft">For how long they would, if no order came: what is left of the time to live.</param>
internal sealed record SlowReaderFinding(bool IsStale, double? SecondsLeft);

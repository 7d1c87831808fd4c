namespace Inventory.Stock.Generations;

/// <summary>Why a generation was begun.</summary>
public enum GenerationCause
{
    /// <summary>There was none before it.</summary>
    First,

    /// <summary>Redis no longer held the one before: it was emptied, restarted, or its place was taken by a replica.</summary>
    RedisLost,

    /// <summary>PostgreSQL is on another timeline: a standby was promoted or a backup restored, and commits may be lost.</summary>
    PostgresChanged,

    /// <summary>Somebody asked for it.</summary>
    Asked,
}

/// <summary>
/// One filling of Redis from PostgreSQL. Its id is recorded in PostgreSQL and marked in Redis, and every write-through
/// names it: a Redis that does not hold the generation that PostgreSQL names takes no writes, and nobody is served from it.
/// </summary>
/// <param name="Id">An id that no other generation has.</param>
/// <param name="Cause">Why it was begun.</param>
/// <param name="IsOfThisTimeline">Whether PostgreSQL is still the server, and on the timeline, that it was begun on.</param>
public sealed record Generation(Guid Id, GenerationCause Cause, bool IsOfThisTimeline);

/// <summary>Redis does not hold the generation that it is written or served from: it is to be filled anew.</summary>
public sealed class GenerationLostException(string reason) : Exception(reason);

using Inventory.Stock.Decisions;

namespace Inventory.Stock.Generations;

/// <summary>A level of which Redis held a version that PostgreSQL does not have: whoever was told of it was told of a commit that is lost.</summary>
/// <param name="Key">The level.</param>
/// <param name="Held">The version that Redis held.</param>
/// <param name="Stored">The version that PostgreSQL has; 0 where it has no such level.</param>
public sealed record LostCommit(LevelKey Key, long Held, long Stored);

/// <summary>How a filling ended.</summary>
/// <param name="Levels">How many levels were written.</param>
/// <param name="Lost">What Redis held and PostgreSQL has lost; null where there was no reason to look.</param>
public sealed record FillReport(long Levels, IReadOnlyList<LostCommit>? Lost);

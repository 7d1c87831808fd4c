namespace Inventory.Stock.Auditing;

/// <summary>What an audit found.</summary>
/// <param name="Levels">The levels that were checked.</param>
/// <param name="Differences">Every difference that is left.</param>
/// <param name="Repaired">The levels that were mended in Redis.</param>
public sealed record AuditReport(long Levels, IReadOnlyList<Difference> Differences, int Repaired);

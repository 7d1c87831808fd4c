using Inventory.Stock.Decisions;

namespace Inventory.Stock.Auditing;

/// <summary>A level that was compared while workers go on.</summary>
/// <param name="Key">The level.</param>
/// <param name="Difference">What differs, in words; null where ledger, document and Redis agree.</param>
/// <param name="IsRedis">Whether it is Redis that differs, which can be mended.</param>
public sealed record ComparedLevel(LevelKey Key, string? Difference = null, bool IsRedis = false);

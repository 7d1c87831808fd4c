using System.Collections.Concurrent;
using Inventory.Stock.Cache;

namespace Inventory.Api.Reads;

/// <summary>
/// Keeps readers from going back in time. PostgreSQL is ahead of Redis between a commit and its write-through, and for
/// longer while Redis is away; whoever was shown a version from PostgreSQL must not be shown an older one from Redis
/// afterwards. Holds the SKUs of which Redis has not caught up yet with what this process has shown.
/// </summary>
internal sealed class VersionFloor
{
    private readonly ConcurrentDictionary<string, IReadOnlyList<LevelReading>> _shown = new(StringComparer.Ordinal);

    public void Raise(string sku, IReadOnlyList<LevelReading> stored)
    {
        if (stored.Count > 0)
        {
            _shown.AddOrUpdate(sku, stored, (_, earlier) => Reaches(stored, earlier) ? stored : earlier);
        }
    }

    /// <summary>
    /// What an answer must reach that is about to be asked for; null where Redis has caught up. The floor may be gone when the
    /// answer comes: an answer that was asked for later, and is newer, can come to be looked at first.
    /// </summary>
    public IReadOnlyList<LevelReading>? Of(string sku) => _shown.GetValueOrDefault(sku);

    /// <summary>Whether Redis is at least where PostgreSQL was when it was last shown.</summary>
    /// <param name="sku">The SKU.</param>
    /// <param name="floor">What <see cref="Of"/> said before Redis was asked.</param>
    /// <param name="cached">What Redis answered.</param>
    public bool Admits(string sku, IReadOnlyList<LevelReading>? floor, IReadOnlyList<LevelReading> cached)
    {
        if (floor is not null && !Reaches(cached, floor))
        {
            return false;
        }

        if (!_shown.TryGetValue(sku, out var shown))
        {
            return true;
        }

        var hasCaughtUp = Reaches(cached, shown);
        if (hasCaughtUp)
        {
            _shown.TryRemove(KeyValuePair.Create(sku, shown));
        }

        return hasCaughtUp;
    }

    private static bool Reaches(IReadOnlyList<LevelReading> levels, IReadOnlyList<LevelReading> floor)
    {
        var versions = levels.ToDictionary(level => level.Location, level => level.Version, StringComparer.Ordinal);
        return floor.All(level => versions.GetValueOrDefault(level.Location) >= level.Version);
    }
}

using Inventory.Api.Answers;

namespace Inventory.Api.Reads;

/// <summary>Why PostgreSQL is asked instead of Redis.</summary>
internal enum Fallback
{
    /// <summary>Redis holds nothing that can be read under the SKU.</summary>
    Missing,

    /// <summary>Redis holds an older version than the one asked for, or than one this process has shown.</summary>
    Behind,

    /// <summary>Redis is not the one that was filled, or is still being filled: what it holds may be old.</summary>
    Lost,

    /// <summary>Redis does not answer.</summary>
    Unavailable,
}

/// <summary>What Redis says of a SKU: its levels, or why they are of no use.</summary>
internal readonly record struct CacheAnswer(SkuStock? Stock, Fallback? Fallback)
{
    public static CacheAnswer Of(SkuStock stock) => new(stock, null);

    public static CacheAnswer Not(Fallback reason) => new(null, reason);
}

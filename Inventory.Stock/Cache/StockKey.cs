using StackExchange.Redis;

namespace Inventory.Stock.Cache;

/// <summary>
/// Where a SKU's counters lie in Redis: one hash <c>stock:{SKU}</c> (the braces are a cluster hash tag) with five fields
/// per location. Anybody may read it: <c>redis-cli HGETALL 'stock:{85123A}'</c>.
/// </summary>
public static class StockKey
{
    private const string Prefix = "stock:{";

    /// <summary>Matches every SKU's key, for SCAN.</summary>
    public const string Pattern = "stock:{*}";

    public static RedisKey For(string sku) => $"{Prefix}{sku}}}";

    /// <summary>The SKU that a key found by <see cref="Pattern"/> belongs to.</summary>
    public static string SkuOf(RedisKey key) => ((string)key!)[Prefix.Length..^1];
}

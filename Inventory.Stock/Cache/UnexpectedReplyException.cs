using StackExchange.Redis;

namespace Inventory.Stock.Cache;

/// <summary>Redis answered something that cannot be the answer to this write: the write counts as not done.</summary>
public sealed class UnexpectedReplyException(string sku, IEnumerable<RedisValue> reply)
    : Exception($"Redis answered the write of SKU '{sku}' with [{string.Join(", ", reply)}].");

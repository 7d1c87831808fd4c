using StackExchange.Redis;

namespace Inventory.Stock.Cache;

/// <summary>Redis answered something that cannot be the answer to this write: the write counts as not done.</summary>
public sealed class UnexpectedReplyException(int levels, IReadOnlyCollection<RedisValue> reply)
    : Exception($"Redis answered the write of {levels} levels with {reply.Count} values that are not the answer to it, the first '{reply.FirstOrDefault()}'.");

using StackExchange.Redis;

namespace Inventory.Stock.Auditing;

/// <summary>What lies at a SKU's key in Redis, as it is.</summary>
/// <param name="Kind">The key's type; <see cref="RedisType.None"/> where there is no key.</param>
/// <param name="Fields">The fields, if it is a hash.</param>
public sealed record HashContent(RedisType Kind, IReadOnlyList<HashEntry> Fields)
{
    public bool IsOfAnotherType => Kind is not (RedisType.Hash or RedisType.None);

    public static async Task<HashContent> ReadAsync(IDatabase redis, RedisKey key)
    {
        try
        {
            var fields = await redis.HashGetAllAsync(key);
            return new HashContent(fields.Length > 0 ? RedisType.Hash : RedisType.None, fields);
        }
        catch (RedisServerException refusal) when (refusal.Message.StartsWith("WRONGTYPE", StringComparison.Ordinal))
        {
            return new HashContent(await redis.KeyTypeAsync(key), []);
        }
    }
}

using Inventory.Stock.Generations;
using StackExchange.Redis;

namespace Inventory.Stock.Cache;

/// <summary>
/// Sets the absolute counters of one SKU's levels, each only where Redis holds a lower version. Sending it twice, late or
/// out of order is harmless, which is what makes retries and redeliveries safe. A server that does not hold the generation
/// takes nothing.
/// </summary>
internal static class WriteThroughScript
{
    // The reply echoes the SKU and what is held now, so that a reply which belongs to another call cannot pass for this one's.
    // A key of another type was not written by a worker; it is replaced rather than left to block the SKU for ever.
    private const string Lua =
        $$"""
        {{GenerationScripts.StateFunction}}
        if not state(KEYS[2], ARGV[2]) then return redis.error_reply('{{GenerationScripts.Lost}} this server does not hold it') end
        local key = KEYS[1]
        local kind = redis.call('TYPE', key)['ok']
        if kind ~= 'hash' and kind ~= 'none' then redis.call('DEL', key) end
        local reply = {ARGV[1]}
        for i = 3, #ARGV, 6 do
          local location, version = ARGV[i], ARGV[i + 5]
          local held = redis.call('HGET', key, location .. ':version')
          if not held or not tonumber(held) or tonumber(held) < tonumber(version) then
            redis.call('HSET', key,
              location .. ':onHand', ARGV[i + 1], location .. ':committed', ARGV[i + 2], location .. ':reserved', ARGV[i + 3],
              location .. ':available', ARGV[i + 4], location .. ':version', version)
            held = version
          end
          reply[#reply + 1] = location
          reply[#reply + 1] = held
        end
        return reply
        """;

    /// <exception cref="GenerationLostException">This server does not hold the generation.</exception>
    /// <exception cref="UnexpectedReplyException">The reply is not one to this call.</exception>
    public static async Task RunAsync(IDatabase redis, Guid generation, string sku, IReadOnlyCollection<LevelReading> levels)
    {
        try
        {
            var reply = await redis.ScriptEvaluateAsync(
                Lua, [StockKey.For(sku), GenerationMarker.Key], [sku, generation.ToString(), .. levels.SelectMany(StockHashCodec.Encode)]);
            Verify(sku, levels, (RedisValue[]?)reply ?? []);
        }
        catch (RedisServerException refusal) when (refusal.Message.StartsWith(GenerationScripts.Lost, StringComparison.Ordinal))
        {
            throw new GenerationLostException("Redis does not hold the generation that PostgreSQL names.");
        }
    }

    internal static void Verify(string sku, IReadOnlyCollection<LevelReading> levels, RedisValue[] reply)
    {
        var echoesThisCall = reply.Length == 1 + (2 * levels.Count) && reply[0] == sku && levels
            .Select((level, i) => reply[1 + (2 * i)] == level.Location && reply[2 + (2 * i)].TryParse(out long held) && held >= level.Version)
            .All(isEcho => isEcho);
        if (!echoesThisCall)
        {
            throw new UnexpectedReplyException(sku, reply);
        }
    }
}

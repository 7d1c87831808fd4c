using Inventory.Stock.Generations;
using StackExchange.Redis;

namespace Inventory.Stock.Cache;

/// <summary>
/// Sets the absolute counters of levels, each only where Redis holds a lower version. Sending it twice, late or out of order is
/// harmless, which is what makes retries and redeliveries safe. A server that does not hold the generation takes nothing.
/// </summary>
internal static class WriteThroughScript
{
    /// <summary>Levels that one call may take: Redis serves nobody else meanwhile, for about half a millisecond.</summary>
    public const int MostLevels = 100;

    private const int ArgumentsPerLevel = 6;
    private const int RepliesPerLevel = 3;

    // The reply echoes each key and what is held now, so that a reply which belongs to another call cannot pass for this one's.
    // A key of another type was not written by a worker; it is replaced rather than left to block the SKU for ever.
    private const string Lua =
        $$"""
        {{GenerationScripts.StateFunction}}
        if not state(KEYS[1], ARGV[1]) then return redis.error_reply('{{GenerationScripts.Lost}} this server does not hold it') end
        local reply = {}
        for i = 2, #KEYS do
          local key, first = KEYS[i], 6 * (i - 2) + 2
          local location, version = ARGV[first], ARGV[first + 5]
          local held = redis.pcall('HGET', key, location .. ':version')
          if type(held) == 'table' then
            redis.call('DEL', key)
            held = nil
          end
          if not held or not tonumber(held) or tonumber(held) < tonumber(version) then
            redis.call('HSET', key,
              location .. ':onHand', ARGV[first + 1], location .. ':committed', ARGV[first + 2], location .. ':reserved', ARGV[first + 3],
              location .. ':available', ARGV[first + 4], location .. ':version', version)
            held = version
          end
          reply[#reply + 1] = key
          reply[#reply + 1] = location
          reply[#reply + 1] = held
        end
        return reply
        """;

    /// <exception cref="GenerationLostException">This server does not hold the generation.</exception>
    /// <exception cref="UnexpectedReplyException">The reply is not one to this call.</exception>
    public static async Task RunAsync(IDatabase redis, Guid generation, IReadOnlyList<CachedLevel> levels)
    {
        var keys = new RedisKey[1 + levels.Count];
        var arguments = new RedisValue[1 + (ArgumentsPerLevel * levels.Count)];
        keys[0] = GenerationMarker.Key;
        arguments[0] = generation.ToString();
        for (var i = 0; i < levels.Count; i++)
        {
            keys[1 + i] = StockKey.For(levels[i].Sku);
            StockHashCodec.Encode(levels[i].Reading).CopyTo(arguments, 1 + (ArgumentsPerLevel * i));
        }

        try
        {
            Verify(levels, (RedisValue[]?)await redis.ScriptEvaluateAsync(Lua, keys, arguments) ?? []);
        }
        catch (RedisServerException refusal) when (refusal.Message.StartsWith(GenerationScripts.Lost, StringComparison.Ordinal))
        {
            throw new GenerationLostException("Redis does not hold the generation that PostgreSQL names.");
        }
    }

    internal static void Verify(IReadOnlyList<CachedLevel> levels, RedisValue[] reply)
    {
        var echoesThisCall = reply.Length == RepliesPerLevel * levels.Count;
        for (var i = 0; i < levels.Count && echoesThisCall; i++)
        {
            var (sku, reading) = levels[i];
            var echo = reply.AsSpan(RepliesPerLevel * i, RepliesPerLevel);
            echoesThisCall = echo[0] == (string?)StockKey.For(sku) && echo[1] == reading.Location
                && echo[2].TryParse(out long held) && held >= reading.Version;
        }

        if (!echoesThisCall)
        {
            throw new UnexpectedReplyException(levels.Count, reply);
        }
    }
}

/// <summary>A level that is to be written.</summary>
internal readonly record struct CachedLevel(string Sku, LevelReading Reading);

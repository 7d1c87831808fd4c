using Inventory.Stock.Cache;
using StackExchange.Redis;

namespace Inventory.Stock.Generations;

/// <summary>What changes the marker, and what may be done under it. The check runs inside each script: nothing comes between it and the write.</summary>
internal static class GenerationScripts
{
    /// <summary>What a script answers with, as an error, to whoever writes for a generation that this server does not hold.</summary>
    public const string Lost = "GENERATIONLOST";

    /// <summary>
    /// Defines <c>state(key, id)</c>: 'filling' or 'filled' where this server holds the generation, else nothing. INFO costs 3 µs,
    /// and is the only thing that tells a restarted or promoted server from the one that was filled.
    /// </summary>
    public const string StateFunction =
        """
        local function state(key, id)
          local marker = redis.pcall('HMGET', key, 'id', 'server', 'state')
          if marker.err or marker[1] ~= id or not marker[2] then return nil end
          return string.find(redis.call('INFO', 'replication'), 'master_replid:' .. marker[2], 1, true) and marker[3] or nil
        end
        """;

    private const string BeginLua =
        """
        local server = string.match(redis.call('INFO', 'replication'), 'master_replid:(%x+)')
        local before = redis.pcall('HMGET', KEYS[1], 'id', 'state')
        redis.call('DEL', KEYS[1])
        redis.call('HSET', KEYS[1], 'id', ARGV[1], 'server', server, 'state', ARGV[2])
        if before[1] == ARGV[3] and before[2] == ARGV[4] then redis.call('HSET', KEYS[1], 'keeps', ARGV[3]) end
        """;

    private const string ClearLua =
        $"""
        {StateFunction}
        if state(KEYS[1], ARGV[1]) ~= ARGV[2] then return redis.error_reply('{Lost} the filling was ended') end
        for i = 2, #KEYS do redis.call('UNLINK', KEYS[i]) end
        """;

    private const string CompleteLua =
        $"""
        {StateFunction}
        if not state(KEYS[1], ARGV[1]) then return redis.error_reply('{Lost} the filling was ended') end
        redis.call('HSET', KEYS[1], 'state', ARGV[2])
        """;

    /// <summary>Marks this server as being filled for a generation, whatever it held before.</summary>
    /// <param name="redis">The server.</param>
    /// <param name="id">The generation.</param>
    /// <param name="after">The generation before it, if its levels may stay where this server had all of them; null where they may not.</param>
    public static Task BeginAsync(IDatabase redis, Guid id, Guid? after) =>
        RunAsync(redis, BeginLua, [], id, GenerationMarker.Filling, after?.ToString() ?? "", GenerationMarker.Filled);

    /// <summary>Deletes what was there before the filling.</summary>
    /// <exception cref="GenerationLostException">This server is not being filled for the generation.</exception>
    public static Task ClearAsync(IDatabase redis, Guid id, IEnumerable<string> skus) =>
        RunAsync(redis, ClearLua, skus.Select(StockKey.For), id, GenerationMarker.Filling);

    /// <summary>Marks the filling as complete, if nothing was lost since it was begun.</summary>
    /// <exception cref="GenerationLostException">Something was.</exception>
    public static Task CompleteAsync(IDatabase redis, Guid id) => RunAsync(redis, CompleteLua, [], id, GenerationMarker.Filled);

    private static async Task RunAsync(IDatabase redis, string script, IEnumerable<RedisKey> keys, Guid id, params string[] arguments)
    {
        try
        {
            await redis.ScriptEvaluateAsync(script, [GenerationMarker.Key, .. keys], [id.ToString(), .. arguments.Select(argument => (RedisValue)argument)]);
        }
        catch (RedisServerException refusal) when (refusal.Message.StartsWith(Lost, StringComparison.Ordinal))
        {
            throw new GenerationLostException(refusal.Message);
        }
    }
}

using Inventory.Stock.Auditing;
using StackExchange.Redis;

namespace Inventory.Stock.Cache;

/// <summary>
/// Puts a location right, but only while Redis still holds exactly what the audit saw. Whatever a worker wrote since is
/// newer than anything that a repair knows, and stays.
/// </summary>
internal static class RepairScript
{
    private const string Lua =
        """
        for i = 1, #ARGV, 5 do
          local held = redis.call('HGET', KEYS[1], ARGV[i])
          local seen = ARGV[i + 1] == '1' and ARGV[i + 2]
          if held ~= seen then return 0 end
        end
        for i = 1, #ARGV, 5 do
          if ARGV[i + 3] == '1' then
            redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 4])
          else
            redis.call('HDEL', KEYS[1], ARGV[i])
          end
        end
        return 1
        """;

    // A key of another type: no worker writes one, so its type is all there is to compare.
    private const string DropLua = "if redis.call('TYPE', KEYS[1])['ok'] == ARGV[1] then redis.call('DEL', KEYS[1]) end";

    /// <returns>Whether the location was put right; false if Redis no longer holds what was seen.</returns>
    public static async Task<bool> RunAsync(IDatabase redis, LocationDifference location)
    {
        var key = StockKey.For(location.Key.Sku);
        if (location.IsOfAnotherType)
        {
            await redis.ScriptEvaluateAsync(DropLua, [key], [location.Kind.ToString().ToLowerInvariant()]);
        }

        return (bool)await redis.ScriptEvaluateAsync(Lua, [key], [.. location.Fields.SelectMany(Arguments)]);
    }

    private static IEnumerable<RedisValue> Arguments(FieldDifference field) =>
        [field.Name, !field.Seen.IsNull, field.Seen.IsNull ? "" : field.Seen, !field.Wanted.IsNull, field.Wanted.IsNull ? "" : field.Wanted];
}

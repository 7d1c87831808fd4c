using System.Text.Json;
using Inventory.Bench.Contestants;
using StackExchange.Redis;

namespace Inventory.Bench.CachePatterns.Services;

/// <summary>Levels in Redis, laid out as Inventory lays them out: a hash per SKU.</summary>
internal sealed class LevelCache(IConnectionMultiplexer redis)
{
    public static readonly RedisValue Committed = "default:committed";
    public static readonly RedisValue Version = "default:version";

    // Inventory's guard: a write that comes late, or twice, takes nothing back.
    private const string WriteNewer =
        """
        for i = 1, #KEYS do
          local first = 4 * (i - 1) + 1
          local held = redis.call('HGET', KEYS[i], 'default:version')
          if not held or tonumber(held) < tonumber(ARGV[first + 3]) then
            redis.call('HSET', KEYS[i], 'default:onHand', ARGV[first], 'default:committed', ARGV[first + 1],
              'default:available', ARGV[first + 2], 'default:version', ARGV[first + 3])
          end
        end
        """;

    private readonly IDatabase _database = redis.GetDatabase();

    public static RedisKey KeyOf(string sku) => $"stock:{{{sku}}}";

    /// <summary>Sets the absolute counters of each level, where Redis holds an older version.</summary>
    public Task WriteAsync(IReadOnlyCollection<SimpleStock> levels) => _database.ScriptEvaluateAsync(
        WriteNewer,
        [.. levels.Select(level => KeyOf(level.Id))],
        [.. levels.SelectMany(level => (RedisValue[])[level.OnHand, level.Committed, level.Available, level.Version])]);

    public Task InvalidateAsync(IEnumerable<SimpleStock> levels) => _database.KeyDeleteAsync([.. levels.Select(level => KeyOf(level.Id))]);

    /// <summary>The levels that Redis holds.</summary>
    public async Task<IReadOnlyList<SimpleStock>> ReadAsync(IReadOnlyList<string> skus)
    {
        var hashes = await Task.WhenAll(skus.Select(sku => _database.HashGetAsync(KeyOf(sku), ["default:onHand", Committed, Version])));
        return [.. skus.Zip(hashes)
            .Where(pair => !pair.Second[^1].IsNull)
            .Select(pair => new SimpleStock { Id = pair.First, OnHand = (long)pair.Second[0], Committed = (long)pair.Second[1], Version = (long)pair.Second[2] })];
    }

    public async Task<Dictionary<string, DecidedOrder>> ReadOrdersAsync(IEnumerable<string> ids) =>
        (await _database.StringGetAsync([.. ids.Select(OrderKeyOf)]))
            .Where(order => !order.IsNull)
            .Select(order => JsonSerializer.Deserialize<DecidedOrder>((string)order!)!)
            .ToDictionary(order => order.Id);

    /// <summary>Writes what was decided, all or nothing.</summary>
    /// <param name="decided">Orders, and levels that were read from here.</param>
    /// <param name="log">The list that it is also appended to, if there is one.</param>
    /// <returns>False where a level is no longer as it was read: then nothing is written.</returns>
    public Task<bool> TryWriteAsync(Decided decided, string? log)
    {
        var transaction = _database.CreateTransaction();
        foreach (var level in decided.Levels)
        {
            transaction.AddCondition(Condition.HashEqual(KeyOf(level.Id), Version, level.Version - 1));
            _ = transaction.HashSetAsync(KeyOf(level.Id), [new(Committed, level.Committed), new("default:available", level.Available), new(Version, level.Version)]);
        }

        foreach (var order in decided.Orders)
        {
            _ = transaction.StringSetAsync(OrderKeyOf(order.Id), JsonSerializer.Serialize(order));
        }

        if (log is not null)
        {
            _ = transaction.ListRightPushAsync(log, JsonSerializer.Serialize(decided));
        }

        return transaction.ExecuteAsync();
    }

    private static RedisKey OrderKeyOf(string id) => $"order:{id}";
}

using System.Globalization;
using Inventory.FaultTests.Checking;
using Inventory.Testing.Spaces;
using StackExchange.Redis;

namespace Inventory.FaultTests.Reading;

/// <summary>Reads the hashes themselves, as anybody with redis-cli may.</summary>
internal sealed class RedisSource(StockHashes hashes) : IStockSource
{
    public string Name => "Redis";

    public async Task<IReadOnlyDictionary<string, LevelState>?> ReadAsync(string sku)
    {
        try
        {
            return LevelsOf(sku, await hashes.FieldsAsync(sku));
        }
        catch (Exception away) when (away is RedisException or RedisTimeoutException or RedisCommandException)
        {
            return null;
        }
    }

    private static Dictionary<string, LevelState> LevelsOf(string sku, IReadOnlyDictionary<string, string> fields) => fields
        .GroupBy(field => field.Key.Split(':')[0], field => (Name: field.Key.Split(':')[1], Value: long.Parse(field.Value, CultureInfo.InvariantCulture)))
        .ToDictionary(level => Messages.LevelId(sku, level.Key), level =>
        {
            var counters = level.ToDictionary(counter => counter.Name, counter => counter.Value);
            return new LevelState(
                counters["version"], counters["onHand"], counters["committed"], counters["reserved"], counters["available"]);
        });
}

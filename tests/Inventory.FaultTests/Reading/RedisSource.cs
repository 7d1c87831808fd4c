using System.Globalization;
using Inventory.FaultTests.Checking;
using Inventory.Testing.Spaces;
using StackExchange.Redis;

namespace Inventory.FaultTests.Reading;

/// <summary>Reads the hashes themselves, as anybody with redis-cli may.</summary>
internal sealed class RedisSource(StockHashes hashes) : IStockSource
{
    public const string Kind = "Redis";

    public string Name => Kind;

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

    /// <summary>Of the fields of a hash those that the contract names, <c>LOCATION:counter</c>; one that is missing shows as torn.</summary>
    private static Dictionary<string, LevelState> LevelsOf(string sku, IReadOnlyDictionary<string, string> fields) => fields
        .Where(field => field.Key.Contains(':', StringComparison.Ordinal))
        .GroupBy(field => field.Key.Split(':')[0], field => (Name: field.Key.Split(':')[1], Value: long.Parse(field.Value, CultureInfo.InvariantCulture)))
        .ToDictionary(level => Messages.LevelId(sku, level.Key), level =>
        {
            var counters = level.ToDictionary(counter => counter.Name, counter => counter.Value);
            return new LevelState(Of("version"), Of("onHand"), Of("committed"), Of("reserved"), Of("available"));

            long Of(string counter) => counters.GetValueOrDefault(counter);
        });
}

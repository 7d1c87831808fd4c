using Inventory.Stock.Auditing;
using Inventory.Stock.Cache;
using StackExchange.Redis;

namespace Inventory.Verbs.Tests.Auditing;

public sealed class HashComparisonTests
{
    private static readonly LevelReading Level = new("default", OnHand: 9, Committed: 2, Reserved: 0, Available: 7, Version: 3);

    private static readonly HashEntry[] Right =
        [new("default:onHand", 9), new("default:committed", 2), new("default:reserved", 0), new("default:available", 7), new("default:version", 3)];

    [Fact]
    public void What_the_workers_write_does_not_differ() => Assert.Empty(Compare([Level], Right));

    [Fact]
    public void A_wrong_counter_differs_and_its_whole_location_is_known()
    {
        var location = Assert.Single(Compare([Level], [.. Right[1..], new("default:onHand", 8)]));

        Assert.Equal(5, location.Fields.Count);
        Assert.Equal(new Difference("A:default", "onHand", null, "9", "8"), Assert.Single(location.List()));
    }

    [Fact]
    public void A_number_that_is_written_otherwise_differs() =>
        Assert.Equal("09", Assert.Single(Listed([Level], [.. Right[1..], new("default:onHand", "09")])).Redis);

    [Fact]
    public void A_missing_field_differs() => Assert.Equal(new Difference("A:default", "onHand", null, "9", null), Assert.Single(Listed([Level], Right[1..])));

    [Fact]
    public void A_missing_level_is_one_difference() => Assert.Equal(
        new Difference("A:default", "level", null, "onHand 9, committed 2, reserved 0, available 7, version 3", null),
        Assert.Single(Listed([Level], [])));

    [Fact]
    public void A_location_that_PostgreSQL_does_not_know_is_one_difference() => Assert.Equal(
        new Difference("A:north", "level", null, null, "onHand 1, version 1"),
        Assert.Single(Listed([Level], [.. Right, new("north:onHand", 1), new("north:version", 1)])));

    [Fact]
    public void A_field_that_no_worker_writes_differs() =>
        Assert.Equal(["A:default colour red", "A:nonsense level nonsense 1"], Listed([Level], [.. Right, new("default:colour", "red"), new("nonsense", 1)])
            .Select(difference => $"{difference.Level} {difference.What} {difference.Redis}"));

    [Fact]
    public void A_key_of_another_type_is_one_difference_per_level() => Assert.Equal(
        new Difference("A:default", "type", null, "hash", "list"),
        Assert.Single(HashComparison.Compare("A", [Level], new HashContent(RedisType.List, [])).SelectMany(location => location.List())));

    [Fact]
    public void A_key_of_another_type_differs_even_where_there_is_no_level() => Assert.Equal(
        new Difference("A:*", "type", null, "hash", "string"),
        Assert.Single(HashComparison.Compare("A", [], new HashContent(RedisType.String, [])).SelectMany(location => location.List())));

    private static IEnumerable<Difference> Listed(LevelReading[] levels, HashEntry[] fields) =>
        Compare(levels, fields).SelectMany(location => location.List());

    private static IReadOnlyList<LocationDifference> Compare(LevelReading[] levels, HashEntry[] fields) =>
        HashComparison.Compare("A", levels, new HashContent(RedisType.Hash, fields));
}

using CsCheck;
using Inventory.Stock.Cache;
using StackExchange.Redis;

namespace Inventory.Stock.Tests.Cache;

public sealed class StockHashCodecTests
{
    private static readonly Gen<LevelReading> Reading = Gen.Select(
        Gen.Char['!', '9'].Array[1, 8].Select(characters => new string(characters)),
        Gen.Long, Gen.Long, Gen.Long, Gen.Long, Gen.Long,
        (location, onHand, committed, reserved, available, version) => new LevelReading(location, onHand, committed, reserved, available, version));

    [Fact]
    public void What_is_written_is_read_back_by_location_whatever_the_order_of_fields() =>
        Reading.Array[1, 5].Select(readings => readings.DistinctBy(reading => reading.Location).ToArray()).Sample(readings =>
        {
            var fields = readings.SelectMany(Fields).OrderBy(field => field.Value).ToArray();

            Assert.Equal(readings.OrderBy(reading => reading.Location, StringComparer.Ordinal), StockHashCodec.Decode(fields));
        });

    [Fact]
    public void An_empty_hash_is_absent() => Assert.Null(StockHashCodec.Decode([]));

    public static TheoryData<string, string> Damage => new()
    {
        { "default:onHand", "many" },
        { "default:onHand", "" },
        { "default:onHand", "1.5" },
        { "default:onHand", "99999999999999999999" },
    };

    [Theory]
    [MemberData(nameof(Damage))]
    public void A_field_that_is_no_whole_number_makes_the_hash_absent(string name, string value) =>
        Assert.Null(StockHashCodec.Decode(With(new HashEntry(name, value))));

    [Theory]
    [InlineData("onHand")]
    [InlineData(":onHand")]
    [InlineData("default:surplus")]
    [InlineData("leeds:onHand")]
    public void A_field_that_is_missing_or_foreign_makes_the_hash_absent(string name)
    {
        var fields = Fields(new LevelReading("default", 1, 2, 3, 4, 5)).ToArray();
        fields[0] = new HashEntry(name, 1);

        Assert.Null(StockHashCodec.Decode(fields));
    }

    [Fact]
    public void The_key_carries_the_sku_as_a_hash_tag()
    {
        var key = StockKey.For("BANK CHARGES");

        Assert.Equal("stock:{BANK CHARGES}", (string)key!);
        Assert.Equal("BANK CHARGES", StockKey.SkuOf(key));
    }

    private static HashEntry[] With(HashEntry damaged) =>
        [.. Fields(new LevelReading("default", 1, 2, 3, 4, 5)).Select(field => field.Name == damaged.Name ? damaged : field)];

    private static IEnumerable<HashEntry> Fields(LevelReading reading)
    {
        var arguments = StockHashCodec.Encode(reading).ToArray();
        return StockHashCodec.Counters.Zip(arguments.Skip(1), (counter, value) => new HashEntry($"{arguments[0]}:{counter}", value));
    }
}

using CsCheck;
using Inventory.Stock.Decisions;

namespace Inventory.Stock.Tests.Decisions;

public sealed class LevelKeyTests
{
    [Fact]
    public void An_id_holds_both_parts_and_gives_them_back() => Assert.Equal(
        ("A-1:leeds", new LevelKey("A-1", "leeds")),
        (new LevelKey("A-1", "leeds").Id, LevelKey.Parse("A-1:leeds")));

    [Fact]
    public void Keys_are_in_the_order_of_their_ids()
    {
        // Few characters on purpose, on both sides of the colon: SKUs that others begin with come by themselves.
        var part = Gen.String[Gen.Char["-9;Aé"], 1, 3];

        Gen.Select(part, part, part, part).Sample((sku, location, otherSku, otherLocation) =>
        {
            var (one, other) = (new LevelKey(sku, location), new LevelKey(otherSku, otherLocation));
            Assert.Equal(Math.Sign(string.CompareOrdinal(one.Id, other.Id)), Math.Sign(LevelKey.ById.Compare(one, other)));
        });
    }
}

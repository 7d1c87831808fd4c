using Inventory.Contracts;
using Inventory.Stock.Decisions;
using Inventory.Stock.Validation;
using Inventory.Worker.Verbs.Csv;

namespace Inventory.Verbs.Tests.Csv;

public sealed class WriteOffIdTests
{
    [Fact]
    public void An_id_spells_order_sku_and_location() => Assert.Equal("536589:21777:default", WriteOffId.Of("536589", new LevelKey("21777", "default")));

    [Theory]
    [InlineData("o")]
    [InlineData("\U0001F4E6")]
    [InlineData("x\U0001F4E6")]
    public void Where_that_is_too_long_it_is_cut_to_a_valid_id_that_is_still_told_apart(string part)
    {
        var order = string.Concat(Enumerable.Repeat(part, ContractLimits.IdLength / part.Length));
        var sku = new string('s', ContractLimits.SkuLength);

        string[] ids = [WriteOffId.Of(order, new LevelKey($"{sku[1..]}1", "north")), WriteOffId.Of(order, new LevelKey($"{sku[1..]}2", "north"))];

        Assert.NotEqual(ids[0], ids[1]);
        Assert.All(ids, id =>
        {
            Assert.StartsWith(part, id, StringComparison.Ordinal);
            Assert.True(MessageValidator.Validate(new StockAdjusted(id, DateTimeOffset.UnixEpoch, "A", -1, "write-off")).IsValid, id);
        });
    }

    [Fact]
    public void An_id_is_cut_only_where_it_must_be()
    {
        var longest = new string('o', ContractLimits.IdLength - ":A:default".Length);

        Assert.Equal($"{longest}:A:default", WriteOffId.Of(longest, new LevelKey("A", "default")));
        Assert.Equal(ContractLimits.IdLength, WriteOffId.Of($"{longest}o", new LevelKey("A", "default")).Length);
        Assert.Equal(WriteOffId.Of($"{longest}o", new LevelKey("A", "default")), WriteOffId.Of($"{longest}o", new LevelKey("A", "default")));
    }
}

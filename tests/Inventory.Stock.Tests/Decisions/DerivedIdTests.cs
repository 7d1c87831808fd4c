using Inventory.Stock.Decisions;

namespace Inventory.Stock.Tests.Decisions;

public sealed class DerivedIdTests
{
    [Fact]
    public void An_id_is_the_same_wherever_and_whenever_it_is_derived() =>
        Assert.Equal(new Guid("edf9a63c-4cb9-5d75-a4a9-f07752622fe5"), DerivedId.From("StockCommitted", "536365"));

    [Fact]
    public void Ids_are_of_version_5_and_the_standard_variant()
    {
        var text = DerivedId.From("StockCommitted", "536365").ToString();

        Assert.Equal('5', text[14]);
        Assert.Contains(text[19], "89ab");
    }

    [Fact]
    public void Equal_names_of_different_kinds_have_different_ids() =>
        Assert.NotEqual(DerivedId.From("StockCommitted", "1"), DerivedId.From("StockRejected", "1"));
}

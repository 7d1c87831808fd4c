using Inventory.Stock.Hosting;
using Inventory.Worker.Hosting;
using Inventory.Worker.Verbs.Csv;

namespace Inventory.Verbs.Tests.Csv;

public sealed class ColumnMapTests
{
    [Fact]
    public void Columns_are_found_by_name_wherever_they_stand_and_in_any_case()
    {
        var file = CsvText.File("Quantity,extra,SKU", "5,x,A");
        var map = new ColumnMap(file, null, StockFile.RequiredColumns, StockFile.OptionalColumns);

        var record = Assert.Single(file.Records());
        Assert.Equal(("A", "5", null), (map.Field(record, "sku"), map.Field(record, "quantity"), map.Field(record, "location")));
    }

    [Fact]
    public void Columns_can_have_other_names()
    {
        var file = CsvText.File("StockCode,Units,Shop", "A,5,north");
        var map = new ColumnMap(file, "sku=StockCode, quantity = Units,location=Shop", StockFile.RequiredColumns, StockFile.OptionalColumns);

        var record = Assert.Single(file.Records());
        Assert.Equal(("A", "5", "north"), (map.Field(record, "sku"), map.Field(record, "quantity"), map.Field(record, "location")));
    }

    [Fact]
    public void A_missing_column_is_named_with_those_there_are_and_the_way_out() =>
        Assert.EndsWith(" has no column 'sku'; it has StockCode, quantity, or --map sku=NAME says what it is called.", Failure("StockCode,quantity", null), StringComparison.Ordinal);

    [Fact]
    public void A_column_that_was_given_a_name_must_be_there_even_if_it_is_optional() =>
        Assert.EndsWith(" has no column 'Shop'; it has sku, quantity.", Failure("sku,quantity", "location=Shop"), StringComparison.Ordinal);

    [Fact]
    public void A_column_that_is_there_twice_is_named() =>
        Assert.EndsWith(" has 2 columns 'sku'.", Failure("sku,sku,quantity", null), StringComparison.Ordinal);

    [Theory]
    [InlineData("sku")]
    [InlineData("colour=Colour")]
    [InlineData("sku=A,sku=B")]
    public void A_map_that_makes_no_sense_is_explained(string map) =>
        Assert.StartsWith("--map cannot be understood at '", Failure("sku,quantity", map), StringComparison.Ordinal);

    private static string Failure(string header, string? map) => Assert.Throws<StartFailureException>(() =>
        new ColumnMap(CsvText.File(header), map, StockFile.RequiredColumns, StockFile.OptionalColumns)).Message;
}

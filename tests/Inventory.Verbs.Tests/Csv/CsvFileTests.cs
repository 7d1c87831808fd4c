using System.Text;
using Inventory.Stock.Hosting;
using Inventory.Worker.Hosting;
using Inventory.Worker.Verbs.Csv;

namespace Inventory.Verbs.Tests.Csv;

public sealed class CsvFileTests
{
    [Fact]
    public void A_record_has_the_number_of_the_line_it_begins_on()
    {
        var records = CsvText.File("a,b", "1,2", "", "\"3", "three\",4", "5,6").Records().ToArray();

        Assert.Equal([2, 4, 6], records.Select(record => record.Line));
        Assert.Equal("3\nthree", records[1].Fields[0]);
    }

    [Fact]
    public void A_record_with_too_few_or_too_many_fields_is_damaged_and_the_next_one_is_not()
    {
        var records = CsvText.File("a,b", "1", "1,2,3", "1,2").Records().ToArray();

        Assert.Equal(["there are 1 fields where the header has 2", "there are 3 fields where the header has 2", null], records.Select(record => record.Damage));
    }

    [Fact]
    public void A_quote_that_nobody_closes_costs_one_line_and_not_the_file()
    {
        var records = CsvText.File(["a,b", "1,\"2", .. Enumerable.Repeat("1,2", 300)]).Records().ToArray();

        Assert.Equal(301, records.Length);
        Assert.Equal((2, "the quotes do not pair up"), (records[0].Line, records[0].Damage));
        Assert.All(records[1..], record => Assert.Null(record.Damage));
    }

    [Fact]
    public void A_quote_that_pairs_up_with_a_later_line_by_accident_costs_one_line_too()
    {
        var records = CsvText.File("a,b", "1,\"2", "3,4", "\"5,five\",6", "7,\",\"").Records().ToArray();

        Assert.Equal([2], records.Where(record => record.Damage is not null).Select(record => record.Line));
        Assert.Equal([3, 4, 5], records.Where(record => record.Damage is null).Select(record => record.Line));
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void A_byte_order_mark_and_either_line_end_are_no_part_of_the_fields(string lineEnd)
    {
        var file = CsvText.FileOf([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes($"a,b{lineEnd}1,2{lineEnd}")]);

        Assert.Equal(["a", "b"], file.Header);
        Assert.Equal(["1", "2"], Assert.Single(file.Records()).Fields);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n \n")]
    public void An_empty_file_is_named(string content) =>
        Assert.EndsWith(" is empty.", Assert.Throws<StartFailureException>(() => CsvText.File(content)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_header_alone_is_a_file_without_records() => Assert.Empty(CsvText.File("a,b").Records());

    [Fact]
    public void A_file_that_is_not_there_is_named() => Assert.Equal(
        "There is no file /nowhere/orders.csv.",
        Assert.Throws<StartFailureException>(() => CsvFile.Read("/nowhere/orders.csv")).Message);

    [Fact]
    public void A_folder_is_no_file() => Assert.Equal(
        $"{Path.GetTempPath()} is a folder.",
        Assert.Throws<StartFailureException>(() => CsvFile.Read(Path.GetTempPath())).Message);
}

using Inventory.Worker.Verbs.Csv;

namespace Inventory.Verbs.Tests.Csv;

public sealed class CsvFieldsTests
{
    [Theory]
    [InlineData("a,b,c", "a|b|c")]
    [InlineData("", "")]
    [InlineData("a,", "a|")]
    [InlineData(",,", "||")]
    [InlineData("  a , b  ", "a|b")]
    [InlineData("\"a,b\",c", "a,b|c")]
    [InlineData(" \"a,b\" ,c", "a,b|c")]
    [InlineData("\" a \",c", "a|c")]
    [InlineData("\"7\"\" single\",c", "7\" single|c")]
    [InlineData("7\" single,c", "7\" single|c")]
    [InlineData("\"\",c", "|c")]
    [InlineData("\"two\nlines\",c", "two\nlines|c")]
    public void Fields_are_told_apart_by_commas_outside_quotes(string record, string expected) =>
        Assert.Equal(expected, string.Join("|", CsvFields.Split(record)!));

    [Theory]
    [InlineData("a,\"b")]
    [InlineData("a,\"b\"\"")]
    [InlineData("\"a\"b,c")]
    public void Quotes_that_do_not_pair_up_make_no_record(string record) => Assert.Null(CsvFields.Split(record));
}

using Inventory.Worker.Verbs.Csv;

namespace Inventory.Verbs.Tests.Csv;

public sealed class FieldParserTests
{
    [Theory]
    [InlineData("2010-12-01 08:26:00")]
    [InlineData("2010-12-01 08:26")]
    [InlineData("2010/12/01 08:26:00")]
    [InlineData("2010-12-01T08:26:00")]
    [InlineData("2010-12-01T08:26:00.000")]
    [InlineData("2010-12-01T08:26:00Z")]
    [InlineData("2010-12-01T09:26:00+01:00")]
    [InlineData("2010-12-01 09:26:00 +01:00")]
    [InlineData("20101201T08:26:00Z")]
    public void A_time_without_a_zone_is_utc_and_one_with_a_zone_is_converted(string text)
    {
        Assert.Null(FieldParser.Time("placed_at", text, out var time));
        Assert.Equal(new DateTimeOffset(2010, 12, 1, 8, 26, 0, TimeSpan.Zero), time);
        Assert.Equal(TimeSpan.Zero, time.Offset);
    }

    [Fact]
    public void A_date_alone_is_its_midnight()
    {
        Assert.Null(FieldParser.Time("placed_at", "2010-12-01", out var time));
        Assert.Equal(new DateTimeOffset(2010, 12, 1, 0, 0, 0, TimeSpan.Zero), time);
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("01/12/2010 08:26")]
    [InlineData("2010-13-01")]
    public void What_is_no_time_or_may_be_two_different_days_is_refused(string text) => Assert.Equal(
        $"placed_at '{text}' is not a time such as 2010-12-01 08:26:00 or 2010-12-01T08:26:00Z",
        FieldParser.Time("placed_at", text, out _));

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("1.5")]
    [InlineData("1,000")]
    [InlineData("99999999999999999999")]
    public void What_is_no_whole_number_is_refused(string text) =>
        Assert.Equal($"quantity '{text}' is not a whole number", FieldParser.WholeNumber("quantity", text, out _));
}

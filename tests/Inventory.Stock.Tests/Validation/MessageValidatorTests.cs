using Inventory.Contracts;
using Inventory.Stock.Decisions;
using Inventory.Stock.Validation;

namespace Inventory.Stock.Tests.Validation;

public sealed class MessageValidatorTests
{
    private static readonly OrderPlaced Order = new("o1", Given.Now, [new StockLine("A", 1)]);

    [Fact]
    public void A_valid_order_becomes_a_command_with_default_locations_utc_time_and_summed_sorted_lines()
    {
        var placedAt = new DateTimeOffset(2026, 1, 2, 4, 0, 0, TimeSpan.FromHours(1));
        var message = new OrderPlaced(
            "o1", placedAt, [new("B", 1), new("A", 2, "leeds"), new("B", 4, "default"), new("b", 1)], ReservationId: "v1");

        var command = MessageValidator.Validate(message).Command!;

        Assert.Equal("o1", command.Id);
        Assert.Equal("v1", command.ReservationId);
        Assert.Equal(TimeSpan.Zero, command.OccurredAt.Offset);
        Assert.Equal(placedAt, command.OccurredAt);
        Assert.Equal(
            [new LevelQuantity(Given.Key("A", "leeds"), 2), new(Given.Key("B"), 5), new(Given.Key("b"), 1)],
            command.Lines);
    }

    [Fact]
    public void A_valid_receipt_becomes_a_command()
    {
        var command = MessageValidator.Validate(new StockReceived("r1", Given.Now, [new("A", 1)], ReceiptReason.Return)).Command!;

        Assert.Equal((nameof(StockReceived), "r1", ReceiptReason.Return), (command.MessageType, command.Id, command.Reason));
    }

    [Fact]
    public void Every_bad_field_has_a_reason_of_its_own()
    {
        var errors = MessageValidator.Validate(new OrderPlaced(
            "", default, [new("A{B", 0), new("", 1), null!, new("C", 1, " x")], ReservationId: "")).Errors;

        Assert.Equal(
            [
                "OrderId is missing",
                "PlacedAt is missing",
                "ReservationId is missing",
                "Lines[0].Sku 'A{B' contains one of { } :",
                "Lines[0].Quantity is 0; it must be 1 to 1000000000",
                "Lines[1].Sku is missing",
                "Lines[2] is missing",
                "Lines[3].Location ' x' begins or ends with a space",
            ],
            errors);
    }

    public static TheoryData<string, string> BadSkus => new()
    {
        { "a:b", "contains one of { } :" },
        { "a}b", "contains one of { } :" },
        { " a", "begins or ends with a space" },
        { "a ", "begins or ends with a space" },
        { "a\u00A0", "begins or ends with a space" },
        { "a\0b", "cannot be printed" },
        { "a\nb", "cannot be printed" },
        { "a\u2028b", "cannot be printed" },
        { "a\uD800b", "cannot be printed" },
        { new string('a', 65), "has 65 characters; at most 64 are allowed" },
    };

    [Theory]
    [MemberData(nameof(BadSkus))]
    public void A_sku_that_breaks_a_rule_is_refused_with_the_rule(string sku, string reason)
    {
        var error = Assert.Single(MessageValidator.Validate(Order with { Lines = [new(sku, 1)] }).Errors);

        Assert.StartsWith("Lines[0].Sku", error, StringComparison.Ordinal);
        Assert.EndsWith(reason, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("85123A")]
    [InlineData("BANK CHARGES")]
    [InlineData("m")]
    [InlineData("grün/№ 5 \U0001F600")]
    public void Real_and_unusual_skus_are_taken_as_they_are(string sku) =>
        Assert.Equal(sku, MessageValidator.Validate(Order with { Lines = [new(sku, 1)] }).Command!.Lines.Single().Key.Sku);

    [Theory]
    [InlineData(1, true)]
    [InlineData(1_000_000_000, true)]
    [InlineData(0, false)]
    [InlineData(-1, false)]
    [InlineData(1_000_000_001, false)]
    [InlineData(long.MinValue, false)]
    public void A_quantity_is_one_to_a_thousand_million(long quantity, bool isValid) =>
        Assert.Equal(isValid, MessageValidator.Validate(Order with { Lines = [new("A", quantity)] }).IsValid);

    [Theory]
    [InlineData(0, false)]
    [InlineData(2_000, true)]
    [InlineData(2_001, false)]
    public void A_message_has_one_to_two_thousand_lines(int lines, bool isValid) =>
        Assert.Equal(isValid, MessageValidator.Validate(Order with { Lines = [.. Enumerable.Repeat(new StockLine("A", 1), lines)] }).IsValid);

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void A_sku_has_at_most_64_characters(int length, bool isValid) =>
        Assert.Equal(isValid, MessageValidator.Validate(Order with { Lines = [new(new string('a', length), 1)] }).IsValid);

    [Theory]
    [InlineData(32, true)]
    [InlineData(33, false)]
    public void A_location_has_at_most_32_characters(int length, bool isValid) =>
        Assert.Equal(isValid, MessageValidator.Validate(Order with { Lines = [new("A", 1, new string('a', length))] }).IsValid);

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public void An_id_has_at_most_100_characters(int length, bool isValid) =>
        Assert.Equal(isValid, MessageValidator.Validate(Order with { OrderId = new string('a', length) }).IsValid);

    [Fact]
    public void Missing_lines_are_named() =>
        Assert.Equal(["Lines is missing or empty"], MessageValidator.Validate(Order with { Lines = null! }).Errors);

    [Fact]
    public void A_reason_that_is_none_is_refused() =>
        Assert.Equal(
            ["Reason '7' is none of Purchase, Return, Transfer"],
            MessageValidator.Validate(new StockReceived("r1", Given.Now, [new("A", 1)], (ReceiptReason)7)).Errors);
}

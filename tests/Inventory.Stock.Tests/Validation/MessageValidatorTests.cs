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

    [Fact]
    public void A_cancellation_or_shipment_without_lines_means_the_whole_order()
    {
        var cancellation = MessageValidator.Validate(new OrderCancelled("o1", Given.Now)).Command!;
        var shipment = MessageValidator.Validate(new OrderShipped("o1", "s1", Given.Now)).Command!;

        Assert.True(cancellation.MeansWholeOrder);
        Assert.True(shipment.MeansWholeOrder);
        Assert.Equal("o1", cancellation.Id);
        Assert.Equal("s1", shipment.Id);
    }

    [Fact]
    public void A_cancellation_or_shipment_with_lines_means_those()
    {
        var shipment = MessageValidator.Validate(new OrderShipped("o1", "s1", Given.Now, [new("B", 1), new("A", 2), new("B", 3)])).Command!;

        Assert.False(shipment.MeansWholeOrder);
        Assert.Equal([new LevelQuantity(Given.Key("A"), 2), new LevelQuantity(Given.Key("B"), 4)], shipment.Lines);
    }

    [Fact]
    public void Every_bad_field_of_a_cancellation_has_its_reason() => Assert.Equal(
        ["OrderId is missing", "CancelledAt is missing", "CancellationId is missing", "Lines is missing or empty"],
        MessageValidator.Validate(new OrderCancelled("", default, "", [])).Errors);

    [Fact]
    public void Every_bad_field_of_a_shipment_has_its_reason() => Assert.Equal(
        ["OrderId is missing", "ShipmentId is missing", "ShippedAt is missing", "Lines[0].Quantity is 0; it must be 1 to 1000000000"],
        MessageValidator.Validate(new OrderShipped(null!, null!, default, [new("A", 0)])).Errors);

    [Fact]
    public void Every_bad_field_of_an_adjustment_has_its_reason() => Assert.Equal(
        [
            "AdjustmentId is missing", "AdjustedAt is missing", "Sku is missing", "Location 'a:b' contains one of { } :",
            "Delta is 0, which changes nothing", "Reason is missing", "Actor is missing",
        ],
        MessageValidator.Validate(new StockAdjusted("", default, "", 0, "", "a:b", "")).Errors);

    [Fact]
    public void Every_bad_field_of_a_count_has_its_reason() => Assert.Equal(
        ["CountId is missing", "CountedAt is missing", "Sku is missing", "Quantity is -1; it must be 0 to 1000000000", "Actor is missing"],
        MessageValidator.Validate(new StockCounted("", default, "", -1, null, -1, "")).Errors);

    [Theory]
    [InlineData(-1_000_000_000, true)]
    [InlineData(1_000_000_000, true)]
    [InlineData(-1_000_000_001, false)]
    [InlineData(1_000_000_001, false)]
    public void A_delta_is_as_large_as_a_quantity_at_most(long delta, bool isValid) =>
        Assert.Equal(isValid, MessageValidator.Validate(new StockAdjusted("a1", Given.Now, "A", delta, "found")).IsValid);

    [Fact]
    public void Times_are_kept_in_utc_and_microseconds() => Assert.Equal(
        Given.Now.AddTicks(10),
        MessageValidator.Validate(new StockAdjusted("a1", Given.Now.AddTicks(19).ToOffset(TimeSpan.FromHours(2)), "A", 1, "found")).Command!.OccurredAt);

    [Fact]
    public void Every_bad_field_of_a_reservation_has_its_reason()
    {
        Assert.Equal(
            ["ReservationId is missing", "Lines is missing or empty", "ExpiresAt is missing"],
            MessageValidator.Validate(new ReserveStock("", null!, default)).Errors);
        Assert.Equal(["ReservationId is missing"], MessageValidator.Validate(new ReleaseReservation("")).Errors);
        Assert.Equal(["ReservationId is missing"], MessageValidator.ValidateDue("").Errors);
    }

    [Fact]
    public void Every_bad_field_of_a_configuration_has_its_reason()
    {
        Assert.Equal(
            [
                "ConfigurationId is missing", "Sku is missing", "SafetyStock is -1; it must be 0 to 1000000000",
                "BackorderLimit is -2; it must be 0 to 1000000000", "LowStockThreshold is -3; it must be 0 to 1000000000", "Actor is missing",
            ],
            MessageValidator.Validate(new ConfigureStockLevel("", "", null, -1, -2, -3, "")).Errors);
        Assert.Equal(
            ["SafetyStock, BackorderLimit and LowStockThreshold are all absent; there is nothing to configure"],
            MessageValidator.Validate(new ConfigureStockLevel("c1", "A")).Errors);
    }
}

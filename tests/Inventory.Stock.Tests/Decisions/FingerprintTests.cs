using Inventory.Contracts;
using Inventory.Stock.Decisions;

namespace Inventory.Stock.Tests.Decisions;

public sealed class FingerprintTests
{
    private static readonly PlaceOrder Order = Given.Order("o1", ("A", 1), ("B", 2));

    [Fact]
    public void The_same_content_has_the_same_fingerprint_and_survives_storage()
    {
        var fingerprint = Fingerprint.Of(Order);

        Assert.Equal(fingerprint, Fingerprint.Of(Given.Order("o1", ("A", 1), ("B", 2))));
        Assert.Equal(fingerprint, Fingerprint.Parse(fingerprint.ToString()));
    }

    [Fact]
    public void Every_field_of_an_order_counts() => Assert.Distinct(
        new[]
        {
            Order,
            Order with { Id = "o2" },
            Order with { OccurredAt = Given.Now.AddSeconds(1) },
            Order with { ReservationId = "v1" },
            Order with { Lines = [.. Order.Lines.Take(1)] },
            Given.Order("o1", ("A", 1), ("B", 3)),
            Given.Order("o1", ("A", 1), ("C", 2)),
            Order with { Lines = [Order.Lines[0], new(Given.Key("B", "leeds"), 2)] },
        }.Select(order => Fingerprint.Of(order)));

    [Fact]
    public void The_reason_of_a_receipt_counts()
    {
        var receipt = Given.Receipt("r1", ("A", 1));

        Assert.NotEqual(Fingerprint.Of(receipt), Fingerprint.Of(receipt with { Reason = ReceiptReason.Return }));
    }

    [Fact]
    public void Every_field_of_a_step_of_an_order_counts() => Assert.Distinct(
        new StockCommand[]
        {
            Given.Cancellation("o1"),
            Given.Cancellation("o2"),
            Given.Cancellation("o1", "c1"),
            Given.Cancellation("o1", at: 1),
            Given.Cancellation("o1", null, 0, ("A", 1)),
            Given.Shipment("o1", "c1"),
            Given.Shipment("o1", "c2"),
            Given.Shipment("o2", "c1"),
            Given.Shipment("o1", "c1", 1),
            Given.Shipment("o1", "c1", 0, ("A", 1)),
        }.Select(step => Fingerprint.Of(step)));

    [Fact]
    public void Every_field_of_the_others_counts()
    {
        var adjustment = Given.Adjustment("x1", "A", 1);
        var count = Given.Count("x1", "A", 1);

        Assert.Distinct(new StockCommand[]
        {
            new ConfigureLevel("x1", Given.Key("A"), 1, null, null),
            new ConfigureLevel("x1", Given.Key("A"), null, 1, null),
            new ConfigureLevel("x1", Given.Key("A"), null, null, 1),
            new ConfigureLevel("x1", Given.Key("A"), null, null, 1, "ann"),
            new ConfigureLevel("x1", Given.Key("B"), null, null, 1),
            Given.Reservation("x1", ("A", 1)),
            Given.Reservation("x1", ("A", 2)),
            Given.Reservation("x1", ("A", 1)) with { ExpiresAt = Given.Now },
            adjustment,
            adjustment with { Reason = "theft" },
            new AdjustStock("x1", Given.Now, Given.Key("A"), 1, "breakage", "ann"),
            Given.Adjustment("x1", "A", 2),
            Given.Adjustment("x1", "B", 1),
            Given.Adjustment("x1", "A", 1, at: 1),
            count,
            count with { ExpectedOnHand = 1 },
            new CountStock("x1", Given.Now, Given.Key("A"), 1, null, "ann"),
            Given.Count("x1", "A", 2),
            Given.Count("x1", "A", 1, at: 1),
        }.Select(fact => Fingerprint.Of(fact)));
    }
}

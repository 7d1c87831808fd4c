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
}

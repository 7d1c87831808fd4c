using Inventory.Contracts;
using Inventory.Stock.Decisions;
using Inventory.Stock.Storage;

namespace Inventory.Stock.Tests.Storage;

public sealed class OutcomeCodecTests
{
    public static readonly TheoryData<object> Events =
    [
        new StockCommitted("o1", [new CommittedLine("A", "default", 3, 7)], Given.Now),
        new StockRejected("o1", RejectionReason.UnknownSku, [new RejectedLine("A", "default", 3, -7)], Given.Now),
        new StockReleased("o1", null, [new ReleasedLine("A", "default", 3, 1, 7)], Given.Now),
        new StockReserved("v1", [new ReservedLine("A", "default", 3, 7)], Given.Now, Given.Now),
        new ReservationRejected("v1", ReservationRejectionReason.Ended, [new RejectedLine("A", "default", 3, -7)], Given.Now),
        new ReservationReleased("v1", [new ReservedLine("A", "default", 3, 7)], Given.Now),
        new ReservationExpired("v1", [new ReservedLine("A", "default", 3, 7)], Given.Now),
        new StockCountRejected("n1", "A", "default", 3, -1, 7, Given.Now),
        new StockShipped("o1", "s1", [new ShippedLine("A", "default", 3, 1, 7)], Given.Now),
    ];

    [Theory]
    [MemberData(nameof(Events), DisableDiscoveryEnumeration = true)]
    public void An_event_is_read_back_as_it_was(object one) =>
        Assert.Equivalent(one, Assert.Single(RoundTrip(new Outcome([one])).Events), strict: true);

    [Fact]
    public void Several_events_keep_their_order()
    {
        var shipped = new StockShipped("o1", "s1", [], Given.Now);

        var read = RoundTrip(new Outcome([new StockCommitted("o1", [], Given.Now), shipped, shipped with { ShipmentId = "s2" }]));

        Assert.Collection(
            read.Events,
            one => Assert.IsType<StockCommitted>(one),
            one => Assert.Equal("s1", Assert.IsType<StockShipped>(one).ShipmentId),
            one => Assert.Equal("s2", Assert.IsType<StockShipped>(one).ShipmentId));
    }

    [Fact]
    public void A_recorded_fact_needs_no_event() => Assert.Empty(RoundTrip(Outcome.Recorded).Events);

    [Fact]
    public void An_outcome_of_a_later_version_is_named_not_guessed() => Assert.Contains(
        "OrderPondered",
        Assert.Throws<InvalidDataException>(() => OutcomeCodec.Decode("""[{"OrderPondered":{}}]""")).Message,
        StringComparison.Ordinal);

    [Fact]
    public void An_outcome_is_stored_as_earlier_versions_read_it() => Assert.Equal(
        """[{"StockCommitted":{"orderId":"o1","lines":[{"sku":"A","location":"default","quantity":3,"version":7}],"committedAt":"2026-01-02T03:04:05+00:00"}},{"StockShipped":{"orderId":"o1","shipmentId":"s1","lines":[],"shippedAt":"2026-01-02T03:04:05+00:00"}}]""",
        OutcomeCodec.Encode(new Outcome([new StockCommitted("o1", [new CommittedLine("A", "default", 3, 7)], Given.Now), new StockShipped("o1", "s1", [], Given.Now)])));

    private static Outcome RoundTrip(Outcome outcome) => OutcomeCodec.Decode(OutcomeCodec.Encode(outcome));
}

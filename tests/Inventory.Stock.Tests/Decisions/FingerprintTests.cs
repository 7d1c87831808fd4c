using Inventory.Contracts;
using Inventory.Stock.Decisions;

namespace Inventory.Stock.Tests.Decisions;

public sealed class FingerprintTests
{
    private static readonly PlaceOrder Order = Given.Order("o1", ("A", 1), ("B", 2));

    /// <summary>They are stored: with another one, every redelivery of a message from before would pass for a contradiction.</summary>
    public static readonly TheoryData<StockCommand, string> Stored = new()
    {
        { Given.Order("o1", ("A", 1), ("é", 2)) with { ReservationId = "v1" }, "8407dfe07e76e915141cc11791034585ed5c2575652e681079b9fc389dd8570c" },
        { new PlaceOrder("o1", Given.Now, [.. Enumerable.Range(0, 100).Select(i => new LevelQuantity(Given.Key($"SKU-{i:D3}", "leeds"), i + 1))]), "54e034c1dd86a6d9d0339605e276a0bdbdc63c9add92a5a7b60ad5bec8ee3a91" },
        { Given.Cancellation("o1"), "ef7603af57c41ae63c37df152318d953ea50fdb52b947812762b64cd92f70a62" },
        { Given.Cancellation("o1", "c1", 0, ("A", 1)), "6f8f98f88517c7eff443cb98083db3d1f247b9d88f8763a12c898a1e23263474" },
        { Given.Shipment("o1", "s1", 0, ("A", 1)), "cb65d6f9c9a40501d8f6355dcb802b6f51d11f0594eedb89e98163c4c28fffaf" },
        { Given.Receipt("r1", ("A", 1)) with { Reason = ReceiptReason.Return }, "92a22e82863192af5bdfc43e2c38aee57a78511f5e76acf589ec96dee4a2dbf1" },
        { new AdjustStock("x1", Given.Now, Given.Key("A"), -3, "breakage", "ann"), "c590cd58fd54646804f6e68b150a5884d183134a45385d6404733af496ca1a55" },
        { new CountStock("n1", Given.Now, Given.Key("A"), 7, 5, "ann"), "a9e19948fabd357ce4544b9f4c5bfd06e4e54aff102594a547aa5459b9c8e989" },
        { new ConfigureLevel("p1", Given.Key("A"), 1, null, 3, "ann"), "a702e02ed0331f00799a19835679d5325ec8ee85da6b2094087aad48455c7472" },
        { Given.Reservation("v1", ("A", 1)), "410cb8f47b3f603ded8152c393bd324ee4f647f4c1c3e5f44521d80b3b089169" },
        { new EndReservation("v1"), "faa250b4ce2a780f1f4c2a333c064e084dcf81db421b6b2559e6db4ce153d74a" },
        { new ExpireReservation("v1"), "4060c4aa9bd4eb7e39f3f4140c44766c023d1b70b8ef1100c1296003efe303b7" },
    };

    [Theory]
    [MemberData(nameof(Stored), DisableDiscoveryEnumeration = true)]
    public void A_fingerprint_is_what_earlier_versions_stored(StockCommand command, string stored) =>
        Assert.Equal(stored, Fingerprint.Of(command).ToString());

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

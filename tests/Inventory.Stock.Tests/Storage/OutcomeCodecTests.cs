using Inventory.Contracts;
using Inventory.Stock.Decisions;
using Inventory.Stock.Storage;

namespace Inventory.Stock.Tests.Storage;

public sealed class OutcomeCodecTests
{
    [Fact]
    public void A_committed_order_is_read_back_as_it_was()
    {
        var stored = new StockCommitted("o1", [new CommittedLine("A", "default", 3, 7)], Given.Now);

        var read = Assert.IsType<Outcome.OrderCommitted>(RoundTrip(new Outcome.OrderCommitted(stored))).Event;

        Assert.Equivalent(stored, read, strict: true);
    }

    [Fact]
    public void A_rejected_order_is_read_back_as_it_was()
    {
        var stored = new StockRejected("o1", RejectionReason.UnknownSku, [new RejectedLine("A", "default", 3, -7)], Given.Now);

        var read = Assert.IsType<Outcome.OrderRejected>(RoundTrip(new Outcome.OrderRejected(stored))).Event;

        Assert.Equivalent(stored, read, strict: true);
    }

    [Fact]
    public void A_recorded_fact_needs_no_event() => Assert.Same(Outcome.Recorded.Instance, RoundTrip(Outcome.Recorded.Instance));

    [Fact]
    public void An_outcome_of_a_later_version_is_named_not_guessed() =>
        Assert.Contains("OrderPondered", Assert.Throws<InvalidDataException>(() => OutcomeCodec.Decode("OrderPondered", null)).Message, StringComparison.Ordinal);

    private static Outcome RoundTrip(Outcome outcome)
    {
        var (name, json) = OutcomeCodec.Encode(outcome);
        return OutcomeCodec.Decode(name, json);
    }
}

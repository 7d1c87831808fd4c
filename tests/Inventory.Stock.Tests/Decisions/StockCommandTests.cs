using Inventory.Stock.Decisions;

namespace Inventory.Stock.Tests.Decisions;

public sealed class StockCommandTests
{
    [Fact]
    public void A_cancellation_is_known_by_its_own_id_within_its_order_or_without_one_by_its_order()
    {
        Assert.Equal("OrderCancelled/o1", Given.Cancellation("o1").OperationId.ToString());
        Assert.Equal("OrderCancelled/o1\tc1", Given.Cancellation("o1", "c1").OperationId.ToString());
        Assert.Equal(("o1", "c1"), (Given.Cancellation("o1").Id, Given.Cancellation("o1", "c1").Id));
    }

    [Fact]
    public void The_end_of_a_reservation_names_no_lines_of_its_own()
    {
        Assert.Empty(new EndReservation("v1").Lines);
        Assert.Empty(new ExpireReservation("v1").Lines);
    }

    [Fact]
    public void An_operation_is_found_again_by_its_text_whatever_slashes_its_id_holds()
    {
        var operation = new OperationId("OrderPlaced", "2026/7/o1");

        Assert.Equal(operation, OperationId.Parse(operation.ToString()));
    }

    [Theory]
    [InlineData(1L, 2L, 3L, "safety stock 1, backorder limit 2, low-stock threshold 3")]
    [InlineData(null, 0L, null, "backorder limit 0")]
    public void A_policy_says_in_the_ledger_what_it_sets(long? safetyStock, long? backorderLimit, long? lowStockThreshold, string reason) =>
        Assert.Equal(reason, new ConfigureLevel("p1", Given.Key("A"), safetyStock, backorderLimit, lowStockThreshold).LedgerReason);
}

using Inventory.Contracts;
using Inventory.Stock.Decisions;
using Inventory.Stock.Storage;
using Inventory.Verbs.Tests.Servers;
using Inventory.Worker.Verbs.Publishing;

namespace Inventory.Verbs.Tests.Publishing;

/// <summary>On a real database.</summary>
public sealed class SettlementWatchTests(StockSite site) : IClassFixture<StockSite>
{
    private readonly IntakeTally _tally = new(TimeProvider.System);

    [Fact]
    public async Task Outcomes_are_counted_by_kind_as_they_are_recorded()
    {
        var (receipt, small, large, stranger) = (Receipt("w1", 5), Order("w1-small", "W1", 2), Order("w1-large", "W1", 9), Order("w1-stranger", "W1-unknown", 1));
        var watch = Watching(receipt, small, large, stranger);
        await watch.PollAsync(everything: false, TestContext.Current.CancellationToken);
        Assert.Equal((0, 4), (_tally.Settled, watch.Outstanding));

        await site.SettleAsync(
            StockSite.Receipt("w1", ("W1", "default", 5)), StockSite.Order("w1-small", ("W1", "default", 2)),
            StockSite.Order("w1-large", ("W1", "default", 9)), StockSite.Order("w1-stranger", ("W1-unknown", "default", 1)));
        await watch.PollAsync(everything: false, TestContext.Current.CancellationToken);

        Assert.Equal((4, 0), (_tally.Settled, watch.Outstanding));
        Assert.Equal((1, 1), (_tally.Received, _tally.Committed));
        Assert.Equal((1, 1), (_tally.Rejected[RejectionReason.OutOfStock], _tally.Rejected[RejectionReason.UnknownSku]));
    }

    [Fact]
    public async Task Adjustments_and_shipments_are_counted_apart()
    {
        var (adjustment, shipment) = (
            IntakeMessage.From(new StockAdjusted("w4", StockSite.Now, "W4", -1, "write-off")), IntakeMessage.From(new OrderShipped("w4", "w4", StockSite.Now)));
        await site.SettleAsync(new AdjustStock("w4", StockSite.Now, new LevelKey("W4", "default"), -1, "write-off"), new ShipOrder("w4", "w4", StockSite.Now, []));

        await Watching(adjustment, shipment).PollAsync(everything: false, TestContext.Current.CancellationToken);

        Assert.Equal((1, 1, 0, 0), (_tally.Adjusted, _tally.Shipped, _tally.Received, _tally.Committed));
        Assert.Empty(_tally.Contradicted);
    }

    [Fact]
    public async Task An_id_that_stands_for_another_content_is_named()
    {
        await site.SettleAsync(StockSite.Receipt("w2", ("W2", "default", 5)));
        var watch = Watching(Receipt("w2", 6));

        await watch.PollAsync(everything: false, TestContext.Current.CancellationToken);

        Assert.Equal("w2", Assert.Single(_tally.Contradicted).Id);
        Assert.Equal(0, _tally.Received);
    }

    [Fact]
    public async Task Something_old_that_is_stuck_hides_nothing_young_for_long()
    {
        await site.SettleAsync(StockSite.Receipt("w3", ("W3", "default", 5)));
        var watch = Watching([.. Enumerable.Range(0, 1_000).Select(i => Receipt($"w3-stuck-{i}", 1)), Receipt("w3", 5, "W3")]);

        await watch.PollAsync(everything: false, TestContext.Current.CancellationToken);
        Assert.Equal(0, _tally.Settled);
        await watch.PollAsync(everything: true, TestContext.Current.CancellationToken);

        Assert.Equal((1, 1_000), (_tally.Settled, watch.Outstanding));
    }

    private SettlementWatch Watching(params IEnumerable<IntakeMessage> messages)
    {
        var watch = new SettlementWatch(new OperationLog(site.DataSource), _tally);
        foreach (var message in messages)
        {
            watch.Add(message, known: null);
        }

        return watch;
    }

    private static IntakeMessage Receipt(string id, long quantity, string? sku = null) => IntakeMessage.From(
        new StockReceived(id, StockSite.Now, [new StockLine(sku ?? id.ToUpperInvariant(), quantity)]));

    private static IntakeMessage Order(string id, string sku, long quantity) => IntakeMessage.From(
        new OrderPlaced(id, StockSite.Now, [new StockLine(sku, quantity)]));
}

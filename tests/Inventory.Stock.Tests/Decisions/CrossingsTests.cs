using Inventory.Contracts;
using Inventory.Stock.Decisions;

namespace Inventory.Stock.Tests.Decisions;

public sealed class CrossingsTests
{
    [Theory]
    [InlineData(5, 0, 4, 0, "")]
    [InlineData(1, 0, 0, 0, "StockDepleted 0")]
    [InlineData(1, 0, -3, 0, "StockDepleted 0")]
    [InlineData(0, 0, -3, 0, "")]
    [InlineData(-3, 0, 0, 0, "")]
    [InlineData(-3, 0, 1, 0, "StockReplenished 0")]
    [InlineData(11, 10, 10, 10, "StockLow 10")]
    [InlineData(10, 10, 9, 10, "")]
    [InlineData(9, 10, 10, 10, "")]
    [InlineData(10, 10, 11, 10, "StockReplenished 10")]
    [InlineData(11, 10, 0, 10, "StockLow 10, StockDepleted 0")]
    [InlineData(5, 10, 0, 10, "StockDepleted 0")]
    [InlineData(0, 10, 5, 10, "StockReplenished 0")]
    [InlineData(0, 10, 11, 10, "StockReplenished 0, StockReplenished 10")]
    [InlineData(20, 10, 20, 25, "StockLow 25")]
    [InlineData(20, 25, 20, 10, "StockReplenished 10")]
    [InlineData(5, 10, 5, 0, "")]
    [InlineData(5, 0, 5, 10, "StockLow 10")]
    public void A_line_that_was_crossed_is_told_once(long available, long threshold, long availableAfter, long thresholdAfter, string crossings) =>
        Assert.Equal(crossings, string.Join(", ", Crossings
            .Of(new StockStanding(available, threshold), new StockStanding(availableAfter, thresholdAfter), Given.Key("A"), 7)
            .Select(Describe)));

    [Fact]
    public void A_level_that_was_not_there_crossed_nothing() =>
        Assert.Empty(Crossings.Of(null, new StockStanding(0, 10), Given.Key("A"), 1));

    [Fact]
    public void A_level_stands_where_its_available_units_are_and_one_that_does_not_exist_stands_nowhere()
    {
        var level = Given.Level("A", onHand: 10, committed: 3) with { LowStockThreshold = 8 };

        Assert.Equal(new StockStanding(7, 8), StockStanding.Of(level));
        Assert.Null(StockStanding.Of(level with { Version = 0 }));
    }

    private static string Describe(object crossing) => crossing switch
    {
        StockLow low => $"StockLow {low.Threshold}",
        StockDepleted depleted => $"StockDepleted {depleted.Threshold}",
        StockReplenished replenished => $"StockReplenished {replenished.Threshold}",
        _ => crossing.ToString()!,
    };
}

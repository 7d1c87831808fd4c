using Inventory.Stock.Decisions;

namespace Inventory.Stock.Tests.Decisions;

public sealed class StockStateTests
{
    private readonly StockState _stock = Given.Stock(Given.Level("A", onHand: 10), Given.Level("B", onHand: 10), Given.Level("C", onHand: 10));

    public StockStateTests() => GroupDecider.Decide(
        [Given.Reservation("v1", ("B", 1), ("C", 1)), Given.Order("o1", ("A", 1), ("B", 1))], _stock, Given.Now);

    [Fact]
    public void A_command_that_names_levels_is_about_these() =>
        Assert.Equal([Given.Key("A")], _stock.LevelsOf(Given.Shipment("o1", "s1", 0, ("A", 1))));

    [Fact]
    public void A_command_that_means_its_whole_order_is_about_all_levels_of_it() =>
        Assert.Equal([Given.Key("A"), Given.Key("B")], _stock.LevelsOf(Given.Cancellation("o1")));

    [Fact]
    public void A_command_is_about_the_levels_of_its_reservation_too_and_about_each_once() =>
        Assert.Equal([Given.Key("A"), Given.Key("B"), Given.Key("C")], _stock.LevelsOf(Given.Order("o2", ("A", 1), ("B", 1)) with { ReservationId = "v1" }));

    [Fact]
    public void A_command_about_what_is_not_known_is_about_what_it_names() =>
        Assert.Equal([Given.Key("A")], _stock.LevelsOf(Given.Order("o3", ("A", 1)) with { ReservationId = "v9" }));
}

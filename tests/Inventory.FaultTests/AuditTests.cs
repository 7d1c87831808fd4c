using Inventory.Testing.Spaces;

namespace Inventory.FaultTests;

/// <summary>What counts as overselling: a promise of more than there is, by an order or a reservation.</summary>
public sealed class AuditTests
{
    [Theory]
    [InlineData(0, 1, 0, -1)]
    [InlineData(0, 0, 1, -1)]
    [InlineData(0, 5, -4, -1)] // of its five units, four were held for it
    public void A_promise_of_more_than_there_is_is_seen(long onHand, long committed, long reserved, long available) =>
        Assert.Single(Audit.Oversold([Entry(1, onHand, committed, reserved, available)]));

    [Theory]
    [InlineData(0, 1, 0, 0)]
    [InlineData(-1, 0, 0, -1)] // a fact
    [InlineData(-2, -1, 0, -1)]
    [InlineData(0, 2, -5, -1)] // an order that needs less than is held for it, of a level that facts have taken below zero
    [InlineData(0, 5, -5, -4)]
    public void What_takes_nothing_from_available_is_none(long onHand, long committed, long reserved, long available) =>
        Assert.Empty(Audit.Oversold([Entry(1, onHand, committed, reserved, available)]));

    [Fact]
    public void It_is_a_matter_of_where_the_move_ends() =>
        Assert.Empty(Audit.Oversold([Entry(1, 0, 5, 0, -2), Entry(2, 0, 0, -5, 3)]));

    private static LedgerEntry Entry(long version, long onHand, long committed, long reserved, long available) =>
        new("A:default", version, onHand, committed, reserved, 0, 0, 0, available, "OrderPlaced/1", Guid.Empty);
}

using Inventory.Contracts;
using Inventory.Stock.Decisions;

namespace Inventory.Stock.Tests.Decisions;

public sealed class ReservationDeciderTests
{
    private readonly StockState _stock = Given.Stock(Given.Level("A", onHand: 10), Given.Level("B", onHand: 5));

    [Fact]
    public void A_reservation_holds_every_line()
    {
        var reserved = Answer<StockReserved>(Given.Reservation("v1", ("A", 4), ("B", 5)));

        Assert.Equal(("v1", Given.Now.AddHours(1), Given.Now), (reserved.ReservationId, reserved.ExpiresAt, reserved.ReservedAt));
        Assert.Equal([new ReservedLine("A", "default", 4, 2), new ReservedLine("B", "default", 5, 2)], reserved.Lines);
        AssertLevels(("A", 0, 4), ("B", 0, 5));
    }

    [Fact]
    public void A_reservation_that_one_line_cannot_serve_holds_nothing()
    {
        var rejected = Answer<ReservationRejected>(Given.Reservation("v1", ("A", 4), ("B", 6)));

        Assert.Equal(ReservationRejectionReason.OutOfStock, rejected.Reason);
        Assert.Equal([new RejectedLine("B", "default", 6, 5)], rejected.Lines);
        Assert.Equal(ReservationRejectionReason.UnknownSku, Answer<ReservationRejected>(Given.Reservation("v2", ("Z", 1))).Reason);
        Assert.Equal(ReservationRejectionReason.UnknownSku, Answer<ReservationRejected>(Given.Reservation("v3", ("B", 6), ("Z", 1))).Reason);
        Assert.Empty(_stock.ReservationOf("v1")!.Lines);
        AssertLevels(("A", 0, 0), ("B", 0, 0));
    }

    [Fact]
    public void What_is_held_is_not_available_to_others()
    {
        Decide(Given.Reservation("v1", ("A", 8)));

        Assert.Equal([new RejectedLine("A", "default", 3, 2)], Answer<StockRejected>(Given.Order("o1", ("A", 3))).Lines);
        Assert.IsType<ReservationRejected>(Decide(Given.Reservation("v2", ("A", 3))).Outcome.Events.Single());
    }

    [Fact]
    public void An_order_takes_up_its_reservation_and_is_not_blocked_by_it()
    {
        Decide(Given.Reservation("v1", ("A", 10)));

        var committed = Answer<StockCommitted>(Given.Order("o1", ("A", 10)) with { ReservationId = "v1" });

        Assert.Equal([new CommittedLine("A", "default", 10, 3)], committed.Lines);
        AssertLevels(("A", 10, 0));
        Assert.Equal(ReservationStatus.Consumed, _stock.ReservationOf("v1")!.Status);
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void An_order_for_more_than_its_hold_needs_the_rest_from_what_is_available(long more, bool isCommitted)
    {
        Decide(Given.Reservation("v1", ("A", 4)));
        Decide(Given.Reservation("v2", ("A", 4)));

        var answer = Decide(Given.Order("o1", ("A", 4 + more)) with { ReservationId = "v1" }).Outcome.Events.Single();

        if (isCommitted)
        {
            Assert.IsType<StockCommitted>(answer);
            AssertLevels(("A", 6, 4));
        }
        else
        {
            Assert.Equal([new RejectedLine("A", "default", 7, Available: 6)], Assert.IsType<StockRejected>(answer).Lines);
            AssertLevels(("A", 0, 8));
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(3)]
    public void An_order_for_no_more_than_its_hold_gets_it_whatever_has_become_of_the_rest(long quantity)
    {
        Decide(Given.Reservation("v1", ("A", 4)));
        Decide(Given.Adjustment("a1", "A", -9));

        Answer<StockCommitted>(Given.Order("o1", ("A", quantity)) with { ReservationId = "v1" });

        AssertLevels(("A", quantity, 0));
    }

    [Fact]
    public void An_order_gives_back_what_its_reservation_held_beyond_it()
    {
        Decide(Given.Reservation("v1", ("A", 6), ("B", 5)));

        var movements = Decide(Given.Order("o1", ("A", 2)) with { ReservationId = "v1" }).Movements;

        Assert.Equal([MovementKind.Committed, MovementKind.ReservationConsumed], movements.Select(movement => movement.Kind));
        AssertLevels(("A", 2, 0), ("B", 0, 0));
    }

    [Fact]
    public void An_order_whose_reservation_has_ended_is_an_order_like_any_other()
    {
        Decide(Given.Reservation("v1", ("A", 6)));
        Decide(new ExpireReservation("v1"));

        Answer<StockCommitted>(Given.Order("o1", ("A", 7)) with { ReservationId = "v1" });

        AssertLevels(("A", 7, 0));
        Assert.Equal(ReservationStatus.Expired, _stock.ReservationOf("v1")!.Status);
    }

    [Fact]
    public void A_release_and_an_expiry_give_back_what_is_held()
    {
        Decide(Given.Reservation("v1", ("A", 6)));
        Decide(Given.Reservation("v2", ("B", 5)));

        var released = Answer<ReservationReleased>(new EndReservation("v1"));
        var expired = Answer<ReservationExpired>(new ExpireReservation("v2"));

        Assert.Equal([new ReservedLine("A", "default", 6, 3)], released.Lines);
        Assert.Equal([new ReservedLine("B", "default", 5, 3)], expired.Lines);
        AssertLevels(("A", 0, 0), ("B", 0, 0));
    }

    [Fact]
    public void Only_a_reservation_that_holds_something_must_be_ended_by_its_time()
    {
        Decide(Given.Reservation("v1", ("A", 6)));
        Decide(Given.Reservation("v2", ("A", 5)));
        Assert.Equal((Given.Now.AddHours(1), null), (_stock.ReservationOf("v1")!.DueAt, _stock.ReservationOf("v2")!.DueAt));

        Decide(new EndReservation("v1"));

        Assert.Null(_stock.ReservationOf("v1")!.DueAt);
    }

    [Fact]
    public void A_reservation_ends_once()
    {
        Decide(Given.Reservation("v1", ("A", 6)));
        Decide(new ExpireReservation("v1"));

        Assert.Empty(Answer<ReservationReleased>(new EndReservation("v1")).Lines);
        Assert.Equal(ReservationStatus.Expired, _stock.ReservationOf("v1")!.Status);
        AssertLevels(("A", 0, 0));
    }

    [Fact]
    public void A_reservation_that_was_taken_up_does_not_expire()
    {
        Decide(Given.Reservation("v1", ("A", 6)));
        Decide(Given.Order("o1", ("A", 6)) with { ReservationId = "v1" });

        Assert.Empty(Decide(new ExpireReservation("v1")).Outcome.Events);
        AssertLevels(("A", 6, 0));
    }

    [Fact]
    public void A_reservation_that_is_heard_of_again_after_its_time_was_over_holds_nothing()
    {
        // A PostgreSQL that lost the reservation: the end by its time is not lost with it, and comes first.
        Assert.Empty(Decide(new ExpireReservation("v1")).Outcome.Events);

        Assert.Equal(ReservationRejectionReason.Ended, Answer<ReservationRejected>(Given.Reservation("v1", ("A", 6))).Reason);
        AssertLevels(("A", 0, 0));
    }

    [Fact]
    public void A_reservation_whose_end_came_before_it_holds_nothing()
    {
        Decide(new EndReservation("v1"));
        Decide(Given.Order("o1", ("A", 1)) with { ReservationId = "v2" });

        Assert.Empty(_stock.ReservationOf("v1")!.Lines);
        Assert.Empty(_stock.ReservationOf("v2")!.Lines);
        Assert.Equal(ReservationRejectionReason.Ended, Answer<ReservationRejected>(Given.Reservation("v1", ("A", 6))).Reason);
        Assert.Equal(ReservationRejectionReason.Ended, Answer<ReservationRejected>(Given.Reservation("v2", ("A", 6))).Reason);
        AssertLevels(("A", 1, 0));
    }

    [Fact]
    public void A_refused_order_leaves_its_reservation_to_the_next_one()
    {
        Decide(Given.Reservation("v1", ("A", 6)));

        Answer<StockRejected>(Given.Order("o1", ("A", 6), ("B", 6)) with { ReservationId = "v1" });

        Assert.Equal(ReservationStatus.Active, _stock.ReservationOf("v1")!.Status);
        Answer<StockCommitted>(Given.Order("o2", ("A", 10)) with { ReservationId = "v1" });
    }

    private Decision Decide(StockCommand command) =>
        Assert.IsType<Verdict.Applied>(GroupDecider.Decide([command], _stock, Given.Now).Single()).Decision;

    private T Answer<T>(StockCommand command) => Assert.IsType<T>(Decide(command).Outcome.Events.Single());

    private void AssertLevels(params (string Sku, long Committed, long Reserved)[] expected) => Assert.Equal(
        expected,
        expected.Select(level => _stock.LevelOf(Given.Key(level.Sku))).Select(level => (level.Key.Sku, level.Committed, level.Reserved)));
}

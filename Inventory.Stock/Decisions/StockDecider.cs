namespace Inventory.Stock.Decisions;

/// <summary>Decides what a command does to stock. Pure: time and state come in, movements and an outcome go out.</summary>
public static class StockDecider
{
    /// <param name="command">What is asked, or what happened.</param>
    /// <param name="state">The stock as it stands now.</param>
    /// <param name="now">The time that the outcome carries.</param>
    public static Decision Decide(StockCommand command, StockState state, DateTimeOffset now) => command switch
    {
        PlaceOrder order => OrderDecider.Decide(order, state, now),
        CancelOrder cancellation => OrderDecider.Decide(cancellation, state, now),
        ShipOrder shipment => OrderDecider.Decide(shipment, state),
        MakeReservation reservation => ReservationDecider.Decide(reservation, state, now),
        EndReservation release => ReservationDecider.Decide(release, state, now),
        ExpireReservation expiry => ReservationDecider.Decide(expiry, state, now),
        ReceiveStock receipt => FactDecider.Decide(receipt, state),
        AdjustStock adjustment => FactDecider.Decide(adjustment, state),
        ConfigureLevel policy => FactDecider.Decide(policy, state, now),
        CountStock count => FactDecider.Decide(count, state, now),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "There is no decision for this command."),
    };
}

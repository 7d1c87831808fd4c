using System.Collections.Immutable;
using Inventory.Contracts;

namespace Inventory.Stock.Decisions;

/// <summary>Decides what concerns reservations. One that has ended never holds anything again, even if its beginning is heard of later.</summary>
internal static class ReservationDecider
{
    public static Decision Decide(MakeReservation command, StockState state, DateTimeOffset now)
    {
        var lines = command.Lines.Select(line => StepLine.From(line)).ToImmutableArray();
        if (state.ReservationOf(command.Id) is { } ended)
        {
            return Reject(ReservationRejectionReason.Ended, [], ended);
        }

        var obstacles = lines.Select(line => (line.Quantity, Level: state.LevelOf(line.Key)))
            .Where(line => !line.Level.Exists || !line.Level.CanCommit(line.Quantity)).ToArray();
        if (obstacles.Length > 0)
        {
            return Reject(
                obstacles.Any(line => !line.Level.Exists) ? ReservationRejectionReason.UnknownSku : ReservationRejectionReason.OutOfStock,
                obstacles.Select(line => new RejectedLine(line.Level.Key.Sku, line.Level.Key.Location, line.Quantity, line.Level.Available)),
                new Reservation(command.Id, ReservationStatus.Rejected, [], command.ExpiresAt));
        }

        var moves = new LevelMoves(state);
        foreach (var line in lines)
        {
            moves.Add(MovementKind.Reserved, line.Key, now, reserved: line.Quantity);
        }

        return new Decision(
            new Outcome([new StockReserved(command.Id, Report(lines, moves), command.ExpiresAt, now)]),
            moves.ToArray(),
            Reservation: new Reservation(command.Id, ReservationStatus.Active, lines, command.ExpiresAt));

        Decision Reject(ReservationRejectionReason reason, IEnumerable<RejectedLine> rejected, Reservation after) => new(
            new Outcome([new ReservationRejected(command.Id, reason, [.. rejected], now)]), [], Reservation: after);
    }

    public static Decision Decide(EndReservation command, StockState state, DateTimeOffset now) => End(
        command.Id, ReservationStatus.Released, MovementKind.ReservationReleased, state, now,
        lines => new ReservationReleased(command.Id, lines, now));

    /// <summary>
    /// The time is over. Where somebody else has ended it meanwhile there is nothing to tell; nor where a database has lost it, but
    /// then it has ended all the same.
    /// </summary>
    public static Decision Decide(ExpireReservation command, StockState state, DateTimeOffset now) => state.ReservationOf(command.Id) switch
    {
        null => new Decision(Outcome.Recorded, [], Reservation: new Reservation(command.Id, ReservationStatus.Expired, [])),
        { Status: ReservationStatus.Active } => End(
            command.Id, ReservationStatus.Expired, MovementKind.ReservationExpired, state, now,
            lines => new ReservationExpired(command.Id, lines, now)),
        _ => new Decision(Outcome.Recorded, []),
    };

    private static Decision End(
        string id, ReservationStatus status, MovementKind kind, StockState state, DateTimeOffset now, Func<IReadOnlyList<ReservedLine>, object> report)
    {
        var before = state.ReservationOf(id) ?? new Reservation(id, status, []);
        var held = before.Held;
        var moves = new LevelMoves(state);
        foreach (var line in held)
        {
            moves.Add(kind, line.Key, now, reserved: -line.Quantity);
        }

        var after = before.Status is ReservationStatus.Active ? before with { Status = status } : before;
        return new Decision(new Outcome([report(Report(held, moves))]), moves.ToArray(), Reservation: after);
    }

    private static IReadOnlyList<ReservedLine> Report(ImmutableArray<StepLine> lines, LevelMoves moves) =>
        [.. lines.Select(line => new ReservedLine(line.Sku, line.Location, line.Quantity, moves.VersionOf(line.Key)))];
}

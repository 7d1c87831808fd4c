using Inventory.Contracts;
using Inventory.FaultTests.Rig;

namespace Inventory.FaultTests.Rows;

internal sealed class Row26 : FaultRow
{
    private static readonly string? s_library = Directory.Exists("/usr/lib")
        ? Directory.EnumerateFiles("/usr/lib", "libfaketimeMT.so.1", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true }).FirstOrDefault()
        : null;

    /// <summary>
    /// A clock that is set changes nothing in how long things last. Without the last setting the waits of .NET end at once, and the
    /// worker uses a whole CPU for nothing.
    /// </summary>
    private static readonly (string, string?)[] s_wallClockOnly =
    [
        ("LD_PRELOAD", s_library), ("FAKETIME_CACHE_DURATION", "1"), ("FAKETIME_DONT_FAKE_MONOTONIC", "1"), ("FAKETIME_FORCE_MONOTONIC_FIX", "0"),
    ];

    public override int Number => 26;

    public override string Sentence => "a worker's clock goes an hour forward, and an hour back";

    public override string? Obstacle => s_library is null ? "libfaketime is not installed (Debian: faketime)." : null;

    public override async Task StrikeAsync(FaultRig rig, Random random)
    {
        var reservation = new ReserveStock(rig.Shop.NewName(), [new StockLine("A", 1)], TimeProvider.System.GetUtcNow().AddMinutes(30));
        await rig.Shop.SendAsync(reservation);
        await rig.AnsweredAsync(Messages.OperationId(reservation));
        Assert.True(await HoldsAsync(rig, reservation));
        var worker = rig.Workers[random.Next(rig.Workers.Count)];
        var clock = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(clock, "+0");
            await rig.StopAsync(worker);
            await worker.StartAsync([.. s_wallClockOnly, ("FAKETIME_TIMESTAMP_FILE", clock)]);
            foreach (var (offset, what) in random.Next(2) == 0 ? s_forward : s_back)
            {
                await File.WriteAllTextAsync(clock, offset);
                rig.History.Fault($"the clock of worker {rig.NumberOf(worker)} goes {what}");
                await Eventually.SeesAsync(rig.Space.Tables.RecordedByWrongClocksAsync, recorded => recorded > 0);
                await PauseAsync(random, 2, 3);
            }
        }
        finally
        {
            File.Delete(clock);
        }

        await rig.StopAsync(worker);
        await worker.StartAsync();
        if (!await HoldsAsync(rig, reservation))
        {
            rig.History.Violate('C', $"{reservation} has ended by a worker's clock");
        }

        await rig.Shop.SendAsync(new ReleaseReservation(reservation.ReservationId));
    }

    private static async Task<bool> HoldsAsync(FaultRig rig, ReserveStock reservation) =>
        (await rig.Space.Tables.ActiveReservationsAsync()).Any(active => active.Id == reservation.ReservationId);

    private static readonly (string, string)[] s_forward = [("+3600", "an hour forward"), ("+0", "an hour back")];
    private static readonly (string, string)[] s_back = [("-3600", "an hour back"), ("+0", "an hour forward")];
}

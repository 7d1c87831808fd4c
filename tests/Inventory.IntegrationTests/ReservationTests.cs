using Inventory.Contracts;
using Inventory.Stock.Storage;
using Inventory.Testing.Servers;
using Inventory.Testing.Spaces;
using Inventory.Testing.Workers;

namespace Inventory.IntegrationTests;

public sealed class ReservationTests(TestServers servers)
{
    [Fact]
    public async Task An_order_takes_up_what_was_held_for_it_and_a_release_gives_the_other_back()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await space.StartWorkerAsync();
        await space.StockAsync(("A", 10), ("B", 5));

        await space.Publisher.PublishAsync(new ReserveStock("v-1", [new("A", 6), new("B", 1)], TimeProvider.System.GetUtcNow().AddHours(1)));
        await space.Publisher.PublishAsync(new ReserveStock("v-2", [new("A", 4)], TimeProvider.System.GetUtcNow().AddHours(1)));
        await space.Subscriber.HearsAsync<StockReserved>(one => one.ReservationId == "v-1");
        await space.Subscriber.HearsAsync<StockReserved>(one => one.ReservationId == "v-2");
        await space.Publisher.PublishAsync(Given.Order("o-1", ("A", 6)) with { ReservationId = "v-1" });
        await space.Subscriber.HearsAsync<StockCommitted>(one => one.OrderId == "o-1");
        await space.Publisher.PublishAsync(Given.Order("o-2", ("A", 1)));
        await space.Subscriber.HearsAsync<StockRejected>(one => one.OrderId == "o-2");
        await space.Publisher.PublishAsync(new ReleaseReservation("v-2"));
        await space.Subscriber.HearsAsync<ReservationReleased>(one => one.ReservationId == "v-2");

        await Audit.HoldsAsync(space, ("A", 10, 6), ("B", 5, 0));
        Assert.All(await space.Tables.LevelsAsync(), level => Assert.Equal(0, level.Reserved));
    }

    [Fact]
    public async Task Every_reservation_that_is_due_expires_once_within_two_seconds_whoever_of_three_workers_finds_it()
    {
        const int Reservations = 200;
        await using var space = await servers.OpenSpaceAsync();
        await using var first = await space.StartWorkerAsync();
        await using var second = await space.StartWorkerAsync();
        await using var third = await space.StartWorkerAsync();
        await space.StockAsync(("A", 1_000));
        var due = TimeProvider.System.GetUtcNow().AddSeconds(3);

        await space.Publisher.PublishPlainAsync(Enumerable.Range(1, Reservations).Select(number => new ReserveStock($"v-{number}", [new("A", 1)], due)));
        await space.Publisher.PublishAsync(new ReserveStock("later", [new("A", 7)], due.AddHours(1)));
        await Eventually.SeesAsync(space.Subscriber.Distinct<ReservationExpired>, expired => expired.Count == Reservations);
        await space.Subscriber.HearsAsync<StockReserved>(one => one.ReservationId == "later");

        var expired = space.Subscriber.Distinct<ReservationExpired>();
        Assert.Equal(Reservations, expired.DistinctBy(one => one.ReservationId).Count());
        Assert.All(expired, one => Assert.InRange(one.ExpiredAt, due, due.AddSeconds(2)));
        await Audit.HoldsAsync(space, ("A", 1_000, 0));
        Assert.Equal(7, Assert.Single(await space.Tables.LevelsAsync()).Reserved);
    }

    [Fact]
    public async Task A_reservation_that_became_due_while_no_worker_ran_expires_when_one_does()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using (var worker = await space.StartWorkerAsync(("ExpiryInterval", "00:01:00")))
        {
            await space.StockAsync(("A", 10));
            await space.Publisher.PublishAsync(new ReserveStock("v-1", [new("A", 6)], TimeProvider.System.GetUtcNow()));
            await space.Subscriber.HearsAsync<StockReserved>(one => one.ReservationId == "v-1");
            await worker.StopAsync();
        }

        await using var next = await space.StartWorkerAsync();

        await space.Subscriber.HearsAsync<ReservationExpired>(one => one.ReservationId == "v-1");
        await Audit.HoldsAsync(space, ("A", 10, 0));
    }

    [Fact]
    public async Task A_reservation_that_is_due_is_announced_again_when_the_connection_breaks_under_its_announcement()
    {
        await using var space = await servers.OpenSpaceAsync();
        var (rabbitMq, throughProxy) = space.Connections.BeforeRabbitMq();
        await using var proxy = rabbitMq;
        await using var worker = await InProcessWorker.StartAsync(throughProxy);
        await space.StockAsync(("A", 10));
        proxy.HoldAt("ReservationDue");

        await space.Publisher.PublishAsync(new ReserveStock("v-1", [new("A", 6)], TimeProvider.System.GetUtcNow()));
        await Eventually.SeesAsync(() => proxy.IsHolding, isHolding => isHolding);
        await space.Tables.ExecuteAsync("UPDATE inventory.mt_doc_stock_reservation SET due_at = due_at + interval '1 hour'"); // nobody else takes it
        proxy.Break();
        await proxy.ReleaseAsync();

        await space.Subscriber.HearsAsync<ReservationExpired>(one => one.ReservationId == "v-1");
        await Audit.HoldsAsync(space, ("A", 10, 0));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3_600)]
    public async Task A_reservation_that_was_taken_and_never_announced_is_announced_by_another_ten_seconds_later(int secondsOver)
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await StartWithReservationAsync(space, secondsOver);
        var reservations = worker.Service<DueReservations>();

        Assert.Equal(["v-1"], await reservations.TakeAsync(Stop));
        await PassAsync(space, seconds: 7);
        Assert.Empty(await reservations.TakeAsync(Stop));
        await PassAsync(space, seconds: 3);
        Assert.Equal(["v-1"], await reservations.TakeAsync(Stop));
    }

    [Fact]
    public async Task A_reservation_whose_announcement_waits_in_its_queue_is_not_announced_again_soon()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await space.StartWorkerAsync();
        await using var withheld = await space.Queues.WithholdAsync("inventory-reservation-due");
        await space.StockAsync(("A", 10));
        var now = TimeProvider.System.GetUtcNow();
        await space.Publisher.PublishAsync(new ReserveStock("v-1", [new("A", 6)], now.AddHours(-1)));

        await Eventually.SeesAsync(space.Tables.ActiveReservationsAsync, active => active.Any(one => one.DueAt > now.AddMinutes(5)));
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(60, 60)]
    [InlineData(3_600, 300)]
    public async Task A_reservation_that_was_announced_to_no_effect_is_announced_again(int secondsOver, int secondsLater)
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await StartWithReservationAsync(space, secondsOver);
        var reservations = worker.Service<DueReservations>();

        await reservations.AnnouncedAsync(["v-1"], Stop);
        await PassAsync(space, secondsLater - 3);
        Assert.Empty(await reservations.TakeAsync(Stop));
        await PassAsync(space, seconds: 3 + secondsLater / 10);
        Assert.Equal(["v-1"], await reservations.TakeAsync(Stop));
    }

    [Fact]
    public async Task A_reservation_that_has_ended_by_the_time_that_its_announcement_is_confirmed_is_not_announced_again()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await StartWithReservationAsync(space, secondsOver: 0);
        await space.Publisher.PublishAsync(new ReleaseReservation("v-1"));
        await space.Subscriber.HearsAsync<ReservationReleased>(one => one.ReservationId == "v-1");

        await worker.Service<DueReservations>().AnnouncedAsync(["v-1"], Stop);
        Assert.Empty(await space.Tables.ActiveReservationsAsync());
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>A worker that does not look for what is due, and a reservation v-1 that is.</summary>
    private static async Task<InProcessWorker> StartWithReservationAsync(TestSpace space, int secondsOver)
    {
        var worker = await space.StartWorkerAsync(("ExpiryInterval", "00:01:00"));
        await space.StockAsync(("A", 10));
        await space.Publisher.PublishAsync(new ReserveStock("v-1", [new("A", 6)], TimeProvider.System.GetUtcNow().AddSeconds(-secondsOver)));
        await space.Subscriber.HearsAsync<StockReserved>(one => one.ReservationId == "v-1");
        return worker;
    }

    /// <summary>So much later, for who looks for what is due.</summary>
    private static Task PassAsync(TestSpace space, int seconds) =>
        space.Tables.ExecuteAsync($"UPDATE inventory.mt_doc_stock_reservation SET due_at = due_at - interval '{seconds} seconds'");
}

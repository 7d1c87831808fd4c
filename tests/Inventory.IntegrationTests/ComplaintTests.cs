using Inventory.Contracts;
using Inventory.Testing.Servers;
using Inventory.Testing.Spaces;

namespace Inventory.IntegrationTests;

/// <summary>What users of other systems complain of, through the whole path here. docs/complaints.md says which is which.</summary>
public sealed class ComplaintTests(TestServers servers)
{
    private static readonly (string, string)[] s_oneByOne = [("MaxGroupCommands", "1"), ("Prefetch", "16")];

    [Fact]
    public async Task An_order_that_is_told_yes_has_its_units_already_and_waits_for_no_second_message()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var one = await space.StartWorkerAsync(s_oneByOne);
        await using var other = await space.StartWorkerAsync(s_oneByOne);
        await space.StockAsync(("A", 20));

        for (var round = 1; round <= 20; round++)
        {
            await space.Publisher.PublishAsync(Given.Order($"o-{round}", ("A", 1)));
            await space.Subscriber.HearsAsync<StockCommitted>(answer => answer.OrderId == $"o-{round}");
            await space.Publisher.PublishAsync(Given.Order($"all the rest and one {round}", ("A", 21 - round)));
            var rejected = await space.Subscriber.HearsAsync<StockRejected>(answer => answer.OrderId == $"all the rest and one {round}");
            Assert.Equal([new RejectedLine("A", "default", 21 - round, 20 - round)], rejected.Lines);
        }

        await Audit.HoldsAsync(space, ("A", 20, 20));
    }

    /// <summary>Each order is a group of its own, so it is the rows that keep the two apart and not the group.</summary>
    [Fact]
    public async Task Two_buyers_of_the_last_unit_get_one_yes_and_one_no()
    {
        const int Skus = 100;
        await using var space = await servers.OpenSpaceAsync();
        await using var one = await space.StartWorkerAsync(s_oneByOne);
        await using var other = await space.StartWorkerAsync(s_oneByOne);
        var skus = Enumerable.Range(0, Skus).Select(number => $"LAST-{number:00}").ToArray();
        await space.StockAsync([.. skus.Select(sku => (sku, 1L))]);

        await space.Publisher.PublishPlainAsync(skus.SelectMany(sku => Given.Orders(2, sku)));

        await space.Subscriber.HearsAnswersAsync(2 * Skus);
        Assert.Equal(skus, space.Subscriber.Distinct<StockCommitted>().Select(answer => Assert.Single(answer.Lines).Sku).Order(StringComparer.Ordinal));
        Assert.Equal(skus, space.Subscriber.Distinct<StockRejected>().Select(answer => Assert.Single(answer.Lines).Sku).Order(StringComparer.Ordinal));
        Assert.NotEmpty(one.Measurements.Groups);
        Assert.NotEmpty(other.Measurements.Groups);
        Assert.Empty(one.Measurements.Failures.Concat(other.Measurements.Failures));
        await Audit.HoldsAsync(space, [.. skus.Select(sku => (sku, 1L, 1L))]);
    }

    [Fact]
    public async Task Two_channels_that_sell_from_one_location_do_not_oversell_it()
    {
        const int Rounds = 15;
        const int EachOfARound = 10;
        await using var space = await servers.OpenSpaceAsync();
        await using var one = await space.StartWorkerAsync(s_oneByOne);
        await using var other = await space.StartWorkerAsync(s_oneByOne);
        await using var marketplace = new Publisher(space.Connections.RabbitMq);
        const int Units = Rounds * EachOfARound;
        await space.StockAsync(("A", Units));

        // Round by round, so that both are there until the last unit is gone, which is half-way.
        for (var round = 0; round < Rounds; round++)
        {
            var numbers = Enumerable.Range(round * EachOfARound, EachOfARound).ToArray();
            await Task.WhenAll(
            [
                space.Publisher.PublishPlainAsync(numbers.Select(number => Given.Order($"shop-{number}", ("A", 1)))),
                .. numbers.Select(number => marketplace.PublishAsync(Given.Order($"market-{number}", ("A", 1)))),
            ]);
        }

        await space.Subscriber.HearsAnswersAsync(2 * Units);
        var committed = space.Subscriber.Distinct<StockCommitted>().Select(answer => answer.OrderId.Split('-')[0]).ToArray();
        Assert.Equal(Units, committed.Length);
        Assert.Equal(["market", "shop"], committed.Distinct().Order());
        await Audit.HoldsAsync(space, ("A", Units, Units));
    }

    [Theory]
    [InlineData("too much", 1_000, 11, false)]
    [InlineData("too little", 0, 10, true)]
    public async Task A_decision_does_not_believe_what_the_cache_says(string lie, long available, long quantity, bool isCommitted)
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await space.StartWorkerAsync();
        await space.StockAsync(("A", 10));
        await space.Hashes.Database.HashSetAsync("stock:{A}", [new("default:onHand", available), new("default:available", available)]);

        await space.Publisher.PublishAsync(Given.Order(lie, ("A", quantity)));
        await space.Subscriber.HearsAnswersAsync(1);

        Assert.Equal(isCommitted ? 1 : 0, space.Subscriber.Distinct<StockCommitted>().Count);
        Assert.All(space.Subscriber.Distinct<StockRejected>(), answer => Assert.Equal(10, Assert.Single(answer.Lines).Available));
    }

    [Fact]
    public async Task Whatever_moves_a_level_is_reported_as_its_change_with_the_message_behind_it()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await space.StartWorkerAsync();
        var later = TimeProvider.System.GetUtcNow().AddHours(1);

        await ReportedAsync("r-1", Given.Receipt("r-1", ("A", 100), ("B", 100)));
        await ReportedAsync("o-1", Given.Order("o-1", ("A", 10), ("B", 5)));
        await ReportedAsync("s-1", Given.Shipment("o-1", "s-1", ("A", 4)));
        await ReportedAsync("c-1", Given.Cancellation("o-1", "c-1", ("B", 5)));
        await ReportedAsync("a-1", new StockAdjusted("a-1", Given.Noon.AddHours(3), "A", -1, "breakage"));
        await ReportedAsync("n-1", new StockCounted("n-1", Given.Noon.AddHours(4), "B", 77));
        await ReportedAsync("v-1", new ReserveStock("v-1", [new("A", 6), new("B", 1)], later));
        await ReportedAsync("v-1", new ReleaseReservation("v-1"));
        await ReportedAsync("v-2", new ReserveStock("v-2", [new("A", 3)], Given.Noon));
        await ReportedAsync("p-1", new ConfigureStockLevel("p-1", "B", SafetyStock: 2));

        // The reservation that was due has ended by itself, which is a tenth type of message.
        var ledger = await Eventually.SeesAsync(space.Tables.LedgerAsync, entries => entries.Any(entry => entry.Cause == "ReservationDue/v-2"));
        Assert.Equal(QueueInspector.Contract.Count, ledger.DistinctBy(entry => entry.Cause.Split('/')[0]).Count());
        var reported = await Eventually.SeesAsync(
            () => space.Subscriber.Distinct<StockLevelsChanged>().SelectMany(changed => changed.Changes).ToArray(), changes => changes.Length == ledger.Count);
        Assert.Equal(
            ledger.Select(entry => (entry.LevelId, entry.Version, entry.OnHand, entry.Committed, entry.Reserved, entry.Available, entry.Cause)).Order(),
            reported.Select(change => (
                $"{change.Sku}:{change.Location}", change.Version, change.OnHand, change.Committed, change.Reserved, change.Available,
                $"{change.Cause.MessageType}/{change.Cause.Id}")).Order());

        // One after the other, so that each is a commit of its own.
        async Task ReportedAsync<T>(string id, T message)
            where T : class
        {
            await space.Publisher.PublishAsync(message);
            await space.Subscriber.HearsAsync<StockLevelsChanged>(changed => changed.Changes.Any(change => (change.Cause.MessageType, change.Cause.Id) == (typeof(T).Name, id)));
        }
    }

    /// <summary>The goods of one order have left before the count, those of another after it, and both are heard of after it.</summary>
    [Fact]
    public async Task A_count_does_not_count_orders_in_flight_twice()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await space.StartWorkerAsync();
        await space.StockAsync(("A", 100));
        await space.Publisher.PublishAsync(Given.Order("left", ("A", 10)));
        await space.Publisher.PublishAsync(Given.Order("waiting", ("A", 5)));
        await space.Publisher.PublishAsync(Given.Order("open", ("A", 3)));
        await space.Subscriber.HearsAnswersAsync(3);

        await space.Publisher.PublishAsync(new StockCounted("n-1", Given.Noon.AddHours(2), "A", 90));
        await Eventually.SeesAsync(() => space.Tables.CountAsync(nameof(StockCounted)), counted => counted == 1);
        await space.Publisher.PublishAsync(new OrderShipped("left", "s-1", Given.Noon.AddHours(1)));
        await space.Publisher.PublishAsync(new OrderShipped("waiting", "s-2", Given.Noon.AddHours(3)));

        await space.Subscriber.HearsAsync<StockShipped>(shipped => shipped.OrderId == "left");
        await space.Subscriber.HearsAsync<StockShipped>(shipped => shipped.OrderId == "waiting");
        await Audit.HoldsAsync(space, ("A", 85, 3));
    }
}

using Inventory.Contracts;
using Inventory.Stock.Cache;
using Inventory.Stock.Decisions;
using Inventory.Stock.Generations;
using Inventory.Testing.Faults;
using Inventory.Testing.Servers;
using Inventory.Testing.Spaces;
using Inventory.Testing.Workers;

namespace Inventory.IntegrationTests;

/// <summary>What becomes of a Redis that loses what it had acknowledged.</summary>
public sealed class GenerationTests(TestServers servers)
{
    private const string AnotherServer = "0123456789abcdef0123456789abcdef01234567";

    [Fact]
    public async Task A_Redis_that_is_emptied_while_nothing_is_written_is_filled_again()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await space.StartWorkerAsync();
        await space.StockAsync(("A", 10), ("B", 20));
        var before = await IsFilledAsync(space);

        await space.Hashes.ClearAsync();

        Assert.NotEqual(before["id"], (await IsFilledAsync(space))["id"]);
        await Audit.HoldsAsync(space, ("A", 10, 0), ("B", 20, 0));
    }

    [Fact]
    public async Task A_Redis_that_is_emptied_under_load_ends_equal_to_PostgreSQL()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await space.StartWorkerAsync();
        await space.StockAsync(("A", 1_000_000), ("untouched", 7));
        await using var flow = OrderFlow.Begin(space.Publisher, "A");
        for (var i = 1; i <= 5; i++)
        {
            await space.Subscriber.HearsAnswersAsync(i * 100);
            await space.Hashes.ClearAsync();
        }

        await flow.StopAsync();
        await space.Subscriber.HearsAnswersAsync(flow.Published);

        await IsFilledAsync(space);
        Assert.Null(await space.Queues.ReadyAsync(QueueInspector.OrderErrors));
        await Audit.HoldsAsync(space, ("A", 1_000_000, flow.Published), ("untouched", 7, 0));
    }

    [Fact]
    public async Task A_server_that_took_the_place_of_the_one_that_was_filled_is_filled_again_whatever_it_holds()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await space.StartWorkerAsync();
        await space.StockAsync(("A", 10), ("B", 20));
        await IsFilledAsync(space);

        // As a replica that was left behind, and is promoted: an older version, and a marker that names the old primary.
        await space.Hashes.Database.HashSetAsync("stock:{A}", [new("default:onHand", 3), new("default:available", 3), new("default:version", 0)]);
        await space.Hashes.Database.HashSetAsync("stock:generation", "server", AnotherServer);

        await Eventually.SeesAsync(space.Hashes.MarkerAsync, marker => marker["server"] != AnotherServer);
        await IsFilledAsync(space);
        await Audit.HoldsAsync(space, ("A", 10, 0), ("B", 20, 0));
    }

    [Fact]
    public async Task A_Redis_that_has_restarted_keeps_what_it_held_while_it_is_filled()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var stopped = await StockAndStopAsync(space, 1_500);
        await space.Hashes.Database.HashSetAsync("stock:generation", "server", AnotherServer);
        var rebuild = stopped.Service<CacheRebuild>();

        Assert.Equal([1_500, 1_500], await SkusWhileFillingAsync(space, rebuild));
        await Audit.HoldsAsync(space);
    }

    [Fact]
    public async Task A_Redis_that_has_restarted_before_it_was_filled_keeps_nothing()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var stopped = await StockAndStopAsync(space, 1_500);
        await space.Hashes.Database.HashSetAsync("stock:generation", [new("server", AnotherServer), new("state", "filling")]);
        var rebuild = stopped.Service<CacheRebuild>();

        Assert.Equal([1_000, 1_500], await SkusWhileFillingAsync(space, rebuild));
        await Audit.HoldsAsync(space);
    }

    [Fact]
    public async Task A_generation_of_somebody_elses_is_not_taken_for_ours()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await space.StartWorkerAsync();
        await space.StockAsync(("A", 10));
        await IsFilledAsync(space);
        var foreign = Guid.Parse("11111111-2222-3333-4444-555555555555");

        await space.Hashes.MarkAsync(foreign);

        await Eventually.SeesAsync(space.Hashes.MarkerAsync, marker => marker["id"] != foreign.ToString());
        await IsFilledAsync(space);
    }

    [Fact]
    public async Task Redis_follows_a_PostgreSQL_that_has_lost_commits_and_says_what_is_lost()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await space.StartWorkerAsync();
        await space.StockAsync(("A", 10), ("B", 20));
        await IsFilledAsync(space);

        // As after the promotion of a standby that had not got the last commits: Redis knows of more than the new primary.
        await space.Hashes.Database.HashSetAsync("stock:{A}", [new("default:onHand", 90), new("default:available", 90), new("default:version", 9)]);
        await space.Hashes.Database.HashSetAsync("stock:{C}",
            [new("default:onHand", 5), new("default:committed", 0), new("default:reserved", 0), new("default:available", 5), new("default:version", 1)]);
        await space.Tables.ExecuteAsync("UPDATE inventory.generation SET timeline = 'the old primary''s'");

        await Eventually.SeesAsync(() => worker.Measurements.Sum("inventory.levels.lost"), lost => lost == 2);
        await IsFilledAsync(space);
        await Audit.HoldsAsync(space, ("A", 10, 0), ("B", 20, 0));
        await space.Publisher.PublishAsync(Given.Order("o-1", ("A", 1)));
        await space.Subscriber.HearsAsync<StockCommitted>(answer => answer.OrderId == "o-1");
        await Audit.HoldsAsync(space, ("A", 10, 1));
    }

    [Fact]
    public async Task A_filling_during_which_Redis_is_emptied_once_more_is_void()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var stopped = await StockAndStopAsync(space, 1_500);
        var rebuild = stopped.Service<CacheRebuild>();
        var generation = await rebuild.BeginAsync(TestContext.Current.CancellationToken);
        var pages = 0;

        await Assert.ThrowsAsync<GenerationLostException>(() => rebuild.FillAsync(
            generation,
            _ =>
            {
                if (++pages == 1)
                {
                    space.Hashes.Clear();
                }
            },
            TestContext.Current.CancellationToken));

        Assert.Empty(await space.Hashes.MarkerAsync());
        Assert.Empty(await space.Hashes.SkusAsync());
    }

    [Fact]
    public async Task Of_two_fillings_only_the_one_that_was_begun_last_is_completed()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var stopped = await StockAndStopAsync(space, 10);
        var rebuild = stopped.Service<CacheRebuild>();
        var first = await rebuild.BeginAsync(TestContext.Current.CancellationToken);
        var second = await rebuild.BeginAsync(TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<GenerationLostException>(() => rebuild.FillAsync(first, _ => { }, TestContext.Current.CancellationToken));
        Assert.Equal("filling", (await space.Hashes.MarkerAsync())["state"]);

        var report = await rebuild.FillAsync(second, _ => { }, TestContext.Current.CancellationToken);
        Assert.Equal(10, report.Levels);
        Assert.Equal((second.Id.ToString(), "filled"), ((await space.Hashes.MarkerAsync())["id"], (await space.Hashes.MarkerAsync())["state"]));
        await Audit.HoldsAsync(space);
    }

    [Fact]
    public async Task A_write_for_a_generation_that_is_over_changes_nothing_however_new_its_version()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var stopped = await StockAndStopAsync(space, 1);
        var rebuild = stopped.Service<CacheRebuild>();
        var over = await rebuild.BeginAsync(TestContext.Current.CancellationToken);
        var current = await rebuild.BeginAsync(TestContext.Current.CancellationToken);
        await rebuild.FillAsync(current, _ => { }, TestContext.Current.CancellationToken);
        var cache = new StockCache(space.Hashes.Database.Multiplexer);

        await Assert.ThrowsAsync<GenerationLostException>(() =>
            cache.WriteThroughAsync(over.Id, [new Level(new LevelKey("sku-0", "default")) { OnHand = 99, Version = 99 }]));

        await Audit.HoldsAsync(space);
    }

    [Fact]
    public async Task What_is_written_while_Redis_is_filled_stays()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var stopped = await StockAndStopAsync(space, 10);
        var rebuild = stopped.Service<CacheRebuild>();
        var generation = await rebuild.BeginAsync(TestContext.Current.CancellationToken);
        var cache = new StockCache(space.Hashes.Database.Multiplexer);
        var newer = new Level(new LevelKey("sku-3", "default")) { OnHand = 10, Committed = 4, Version = 5 };

        await rebuild.FillAsync(
            generation, _ => cache.WriteThroughAsync(generation.Id, [newer]).GetAwaiter().GetResult(), TestContext.Current.CancellationToken);
        await cache.WriteThroughAsync(generation.Id, [newer with { Committed = 0, Version = 4 }]);

        Assert.Equal([LevelReading.From(newer)], (await cache.ReadAsync(["sku-3"])).Levels[0]!);
    }

    [Fact]
    public async Task A_key_of_another_type_does_not_keep_Redis_from_being_filled()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var stopped = await StockAndStopAsync(space, 10);
        await space.Hashes.Database.KeyDeleteAsync("stock:{sku-3}");
        await space.Hashes.Database.ListRightPushAsync("stock:{sku-3}", "in the way");
        var rebuild = stopped.Service<CacheRebuild>();

        var report = await rebuild.FillAsync(
            await rebuild.BeginAsync(TestContext.Current.CancellationToken), _ => { }, TestContext.Current.CancellationToken);

        Assert.Equal(10, report.Levels);
        await Audit.HoldsAsync(space);
    }

    private static Task<IReadOnlyDictionary<string, string>> IsFilledAsync(TestSpace space) =>
        Eventually.SeesAsync(space.Hashes.MarkerAsync, marker => marker.GetValueOrDefault("state") == "filled");

    /// <summary>Has lost levels filled again: how many SKUs Redis held after each page.</summary>
    private static async Task<List<int>> SkusWhileFillingAsync(TestSpace space, CacheRebuild rebuild)
    {
        var skus = new List<int>();
        await rebuild.FillAsync(
            (await rebuild.BeginIfLostAsync(TestContext.Current.CancellationToken))!,
            _ => skus.Add(space.Hashes.SkusAsync().GetAwaiter().GetResult().Count),
            TestContext.Current.CancellationToken);
        return skus;
    }

    /// <summary>Levels of SKUs sku-0 to the last, and a worker that has stopped, so that nobody looks after Redis.</summary>
    private static async Task<InProcessWorker> StockAndStopAsync(TestSpace space, int levels)
    {
        var worker = await space.StartWorkerAsync();
        await space.StockAsync([.. Enumerable.Range(0, levels).Select(i => ($"sku-{i}", 10L))]);
        await IsFilledAsync(space);
        await worker.StopAsync();
        return worker;
    }
}

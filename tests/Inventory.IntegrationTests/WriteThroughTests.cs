using Inventory.Stock.Cache;
using Inventory.Stock.Decisions;
using Inventory.Testing.Servers;
using Inventory.Testing.Spaces;

namespace Inventory.IntegrationTests;

public sealed class WriteThroughTests(TestServers servers)
{
    private static readonly Guid s_generation = Guid.Parse("6c0e0b61-6b1d-4f0e-9a6c-2f6f5f0f8a01");

    [Fact]
    public async Task A_version_that_arrives_late_is_refused_and_that_is_success()
    {
        await using var space = await servers.OpenSpaceAsync();
        var cache = new StockCache(space.Hashes.Database.Multiplexer);
        await space.Hashes.MarkAsync(s_generation);
        await cache.WriteThroughAsync(s_generation, [Level("A", committed: 5, version: 7)]);

        await cache.WriteThroughAsync(s_generation, [Level("A", committed: 4, version: 6)]);
        await cache.WriteThroughAsync(s_generation, [Level("A", committed: 0, version: 7)]);

        Assert.Equal([new LevelReading("default", 10, 5, 0, 5, 7)], (await cache.ReadAsync(["A"])).Levels[0]!);
    }

    [Fact]
    public async Task A_newer_version_replaces_every_counter()
    {
        await using var space = await servers.OpenSpaceAsync();
        var cache = new StockCache(space.Hashes.Database.Multiplexer);
        await space.Hashes.MarkAsync(s_generation);
        await cache.WriteThroughAsync(s_generation, [Level("A", committed: 5, version: 9)]);

        await cache.WriteThroughAsync(s_generation, [Level("A", committed: 6, version: 10)]);

        Assert.Equal([new LevelReading("default", 10, 6, 0, 4, 10)], (await cache.ReadAsync(["A"])).Levels[0]!);
    }

    [Fact]
    public async Task Each_location_of_a_sku_has_a_guard_of_its_own()
    {
        await using var space = await servers.OpenSpaceAsync();
        var cache = new StockCache(space.Hashes.Database.Multiplexer);
        await space.Hashes.MarkAsync(s_generation);
        await cache.WriteThroughAsync(s_generation, [Level("A", committed: 1, version: 5), Level("A", committed: 2, version: 2, location: "oslo")]);

        await cache.WriteThroughAsync(s_generation, [Level("A", committed: 9, version: 4), Level("A", committed: 3, version: 3, location: "oslo")]);

        Assert.Equal([new("default", 10, 1, 0, 9, 5), new("oslo", 10, 3, 0, 7, 3)], (await cache.ReadAsync(["A"])).Levels[0]!);
    }

    [Fact]
    public async Task More_levels_than_one_call_takes_are_all_written()
    {
        await using var space = await servers.OpenSpaceAsync();
        var cache = new StockCache(space.Hashes.Database.Multiplexer);
        await space.Hashes.MarkAsync(s_generation);
        var levels = Enumerable.Range(0, 1_001).Select(i => Level($"S{i}", committed: i % 10, version: 1 + i)).ToArray();

        await cache.WriteThroughAsync(s_generation, levels);

        foreach (var level in levels)
        {
            Assert.Equal([LevelReading.From(level)], (await cache.ReadAsync([level.Key.Sku])).Levels[0]!);
        }
    }

    [Fact]
    public async Task A_key_of_another_type_is_replaced()
    {
        await using var space = await servers.OpenSpaceAsync();
        var cache = new StockCache(space.Hashes.Database.Multiplexer);
        await space.Hashes.MarkAsync(s_generation);
        await space.Hashes.Database.ListRightPushAsync(StockKey.For("A"), "in the way");

        await cache.WriteThroughAsync(s_generation, [Level("A", committed: 1, version: 1)]);

        Assert.Equal([new LevelReading("default", 10, 1, 0, 9, 1)], (await cache.ReadAsync(["A"])).Levels[0]!);
    }

    [Fact]
    public async Task A_server_that_has_forgotten_the_script_is_told_it_again()
    {
        await using var space = await servers.OpenSpaceAsync();
        var cache = new StockCache(space.Hashes.Database.Multiplexer);
        await space.Hashes.MarkAsync(s_generation);
        await cache.WriteThroughAsync(s_generation, [Level("A", committed: 1, version: 1)]);

        await space.Hashes.ForgetScriptsAsync();
        await cache.WriteThroughAsync(s_generation, [Level("A", committed: 2, version: 2)]);

        Assert.Equal([new LevelReading("default", 10, 2, 0, 8, 2)], (await cache.ReadAsync(["A"])).Levels[0]!);
    }

    private static Level Level(string sku, long committed, long version, string location = "default") =>
        new(new LevelKey(sku, location)) { OnHand = 10, Committed = committed, Version = version };
}

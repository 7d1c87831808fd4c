using Inventory.Api.Reads;
using Inventory.Api.Tests.Setup;
using Inventory.Stock.Cache;
using Microsoft.Extensions.DependencyInjection;

namespace Inventory.Api.Tests.Reads;

public sealed class VersionFloorTests(StockSpace space) : IClassFixture<StockSpace>
{
    [Fact]
    public async Task Whoever_has_seen_a_version_is_not_shown_an_older_one()
    {
        await space.StockAsync("forward", 1);
        var second = await space.StoreAsync("forward", 1);
        await using var api = await RunningApi.StartAsync(space.Postgres, space.Redis, "MinVersionWait=00:00:00.05");
        Assert.Equal([1], (await (await api.GetAsync("/stock/forward")).AssertStockAsync("cache")).Versions());

        await (await api.GetAsync("/stock/forward?location=default&minVersion=2")).AssertStockAsync("store");

        Assert.Equal([2], (await (await api.GetAsync("/stock/forward")).AssertStockAsync("store")).Versions());
        var list = await (await api.GetAsync("/stock?sku=forward")).AssertStockAsync("store");
        Assert.Equal([2], list["items"]![0]!.Versions());

        await space.WriteThroughAsync(second);
        Assert.Equal([2], (await (await api.GetAsync("/stock/forward")).AssertStockAsync("cache")).Versions());
    }

    [Fact]
    public void An_answer_is_held_to_what_had_been_shown_when_it_was_asked_for()
    {
        var floor = new VersionFloor();
        floor.Raise("late", At(version: 2));
        var asked = floor.Of("late");
        Assert.True(floor.Admits("late", floor.Of("late"), At(version: 2)));

        Assert.False(floor.Admits("late", asked, At(version: 1)));
        Assert.Null(floor.Of("late"));
    }

    [Fact]
    public async Task Nobody_is_shown_an_older_version_than_somebody_was_before_he_asked()
    {
        await space.StockAsync("raced", 1);
        await using var api = await RunningApi.StartAsync(space.Postgres, space.Redis, "MinVersionWait=00:00:00.001", "RedisTimeout=00:00:10", "StoreTimeout=00:00:30");
        var lookup = api.Services.GetRequiredService<StockLookup>();
        using var stopped = new CancellationTokenSource();
        var newest = 0L;
        var readers = Enumerable.Range(0, 64).Select(i => Task.Run(() => ReadAsync(i % 2 == 0 ? OneAsync : SeveralAsync))).ToArray();

        for (var version = 2; version <= 100; version++)
        {
            var levels = await space.StoreAsync("raced", 1);
            await lookup.FindAsync(new StockQuestion("raced", "default", version), TestContext.Current.CancellationToken);
            await space.WriteThroughAsync(levels);
        }

        await stopped.CancelAsync();
        Assert.Equal(0, (await Task.WhenAll(readers)).Sum());

        async Task<StockReading> OneAsync() => await lookup.FindAsync(new StockQuestion("raced"), TestContext.Current.CancellationToken);

        async Task<StockReading> SeveralAsync() => (await lookup.FindAsync(["raced"], TestContext.Current.CancellationToken)).Single();

        async Task<int> ReadAsync(Func<Task<StockReading>> read)
        {
            var backwards = 0;
            while (!stopped.IsCancellationRequested)
            {
                var before = Interlocked.Read(ref newest);
                var version = (await read()).Levels.Single().Version;
                backwards += version < before ? 1 : 0;
                for (var shown = before; shown < version && Interlocked.CompareExchange(ref newest, version, shown) != shown; shown = Interlocked.Read(ref newest))
                {
                }
            }

            return backwards;
        }
    }

    private static IReadOnlyList<LevelReading> At(long version) => [new("default", 1, 0, 0, 1, version)];
}

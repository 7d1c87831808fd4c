using System.Net;
using Inventory.Api.Tests.Setup;

namespace Inventory.Api.Tests.Endpoints;

public sealed class GetStockAtLocationTests(StockSpace space) : IClassFixture<StockSpace>
{
    [Fact]
    public async Task A_location_narrows_the_answer_and_its_totals()
    {
        await space.StockAsync("narrow", 10, "south");
        await space.StockAsync("narrow", 5, "north");
        await using var api = await RunningApi.StartAsync(Away.Postgres, space.Redis);

        var stock = await (await api.GetAsync("/stock/narrow?location=north")).AssertStockAsync("cache");

        Assert.Equal(5, (int)stock["onHand"]!);
        Assert.Equal("north", (string?)Assert.Single(stock["locations"]!.AsArray())!["location"]);
    }

    [Fact]
    public async Task A_location_where_the_SKU_is_not_stocked_is_not_found()
    {
        await space.StockAsync("elsewhere", 10);
        await using var api = await RunningApi.StartAsync(space.Postgres, space.Redis);

        var response = await api.GetAsync("/stock/elsewhere?location=moon");

        Assert.Equal("SKU 'elsewhere' is not stocked at 'moon'.", await response.AssertProblemAsync(HttpStatusCode.NotFound));
    }

    [Fact]
    public async Task A_location_that_Redis_lacks_comes_from_PostgreSQL()
    {
        await space.StockAsync("partial", 10);
        await space.StoreAsync("partial", 3, "north");
        await using var api = await RunningApi.StartAsync(space.Postgres, space.Redis);

        var stock = await (await api.GetAsync("/stock/partial?location=north")).AssertStockAsync("store");

        Assert.Equal(3, (int)stock["onHand"]!);
    }

    [Fact]
    public async Task A_version_that_Redis_has_is_answered_from_it()
    {
        await space.StockAsync("versioned", 1);
        await space.StockAsync("versioned", 1);
        await using var api = await RunningApi.StartAsync(Away.Postgres, space.Redis);

        var stock = await (await api.GetAsync("/stock/versioned?location=default&minVersion=2")).AssertStockAsync("cache");

        Assert.Equal([2], stock.Versions());
    }

    [Fact]
    public async Task A_version_that_reaches_Redis_meanwhile_is_waited_for()
    {
        await space.StockAsync("awaited", 1);
        var second = await space.StoreAsync("awaited", 1);
        await using var api = await RunningApi.StartAsync(Away.Postgres, space.Redis, "MinVersionWait=00:00:10");

        var waiting = api.GetAsync("/stock/awaited?location=default&minVersion=2");
        Assert.False(waiting.IsCompleted);
        await space.WriteThroughAsync(second);

        Assert.Equal([2], (await (await waiting).AssertStockAsync("cache")).Versions());
    }

    [Fact]
    public async Task A_version_that_does_not_reach_Redis_comes_from_PostgreSQL()
    {
        await space.StockAsync("behind", 1);
        await space.StoreAsync("behind", 1);
        await using var api = await RunningApi.StartAsync(space.Postgres, space.Redis, "MinVersionWait=00:00:00.05");

        var stock = await (await api.GetAsync("/stock/behind?location=default&minVersion=2")).AssertStockAsync("store");

        Assert.Equal([2], stock.Versions());
        Assert.Equal(["behind"], RunningApi.Tags(api.Fallbacks, "reason"));
    }

    [Fact]
    public async Task A_version_that_is_nowhere_can_be_asked_for_again_later()
    {
        await space.StockAsync("future", 1);
        await using var api = await RunningApi.StartAsync(space.Postgres, space.Redis, "MinVersionWait=00:00:00.05");

        var response = await api.GetAsync("/stock/future?location=default&minVersion=9");

        Assert.Equal(
            "SKU 'future' at 'default' is at version 1; version 9 is not there yet.",
            await response.AssertProblemAsync(HttpStatusCode.ServiceUnavailable));
        Assert.Equal(TimeSpan.FromSeconds(1), response.Headers.RetryAfter?.Delta);
    }

    [Fact]
    public async Task A_version_of_an_unknown_SKU_is_not_found()
    {
        await using var api = await RunningApi.StartAsync(space.Postgres, space.Redis, "MinVersionWait=00:00:00.05");

        await (await api.GetAsync("/stock/nobody?location=default&minVersion=1")).AssertProblemAsync(HttpStatusCode.NotFound);
    }
}

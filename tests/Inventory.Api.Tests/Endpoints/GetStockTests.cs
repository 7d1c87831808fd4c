using System.Net;
using Inventory.Api.Tests.Setup;

namespace Inventory.Api.Tests.Endpoints;

public sealed class GetStockTests(StockSpace space) : IClassFixture<StockSpace>
{
    [Fact]
    public async Task What_Redis_holds_is_answered_without_PostgreSQL()
    {
        await space.WriteThroughAsync(await space.StoreAsync("cached", 7));
        await using var api = await RunningApi.StartAsync(Away.Postgres, space.Redis);

        var stock = await (await api.GetAsync("/stock/cached")).AssertStockAsync("cache");

        Assert.Equal(
            """{"sku":"cached","onHand":7,"committed":0,"reserved":0,"available":7,"locations":[{"location":"default","onHand":7,"committed":0,"reserved":0,"available":7,"version":1}]}""",
            stock.ToJsonString());
        Assert.Empty(api.Queries.GetMeasurementSnapshot());
        Assert.Equal(["cache"], RunningApi.Tags(api.Reads, "source"));
    }

    [Fact]
    public async Task What_Redis_lacks_comes_from_PostgreSQL()
    {
        await space.StoreAsync("stored", 3);
        await using var api = await RunningApi.StartAsync(space.Postgres, space.Redis);

        var stock = await (await api.GetAsync("/stock/stored")).AssertStockAsync("store");

        Assert.Equal(3, (int)stock["onHand"]!);
        Assert.Equal(["missing"], RunningApi.Tags(api.Fallbacks, "reason"));
        Assert.Equal(["store"], RunningApi.Tags(api.Reads, "source"));
    }

    [Theory]
    [InlineData("text", "SET", "hello")]
    [InlineData("half", "HSET", "default:onHand", "5")]
    [InlineData("odd", "HSET", "default:onHand", "5", "default:committed", "0", "default:reserved", "0", "default:available", "five", "default:version", "9")]
    public async Task What_cannot_be_read_in_Redis_comes_from_PostgreSQL(string sku, string command, params string[] value)
    {
        await space.StoreAsync(sku, 4);
        await space.RedisDatabase.ExecuteAsync(command, [$"stock:{{{sku}}}", .. value]);
        await using var api = await RunningApi.StartAsync(space.Postgres, space.Redis);

        var stock = await (await api.GetAsync($"/stock/{sku}")).AssertStockAsync("store");

        Assert.Equal(4, (int)stock["available"]!);
        Assert.Equal(["missing"], RunningApi.Tags(api.Fallbacks, "reason"));
    }

    [Theory]
    [InlineData("cache")]
    [InlineData("store")]
    public async Task Totals_run_over_all_locations(string source)
    {
        var sku = $"total-{source}";
        await (source == "cache" ? space.StockAsync(sku, 10, "south") : space.StoreAsync(sku, 10, "south"));
        await (source == "cache" ? space.StockAsync(sku, 5, "north") : space.StoreAsync(sku, 5, "north"));
        await (source == "cache" ? space.StockAsync(sku, 1, "north") : space.StoreAsync(sku, 1, "north"));
        await using var api = await RunningApi.StartAsync(space.Postgres, space.Redis);

        var stock = await (await api.GetAsync($"/stock/{sku}")).AssertStockAsync(source);

        Assert.Equal(16, (int)stock["onHand"]!);
        Assert.Equal(16, (int)stock["available"]!);
        Assert.Equal(["north", "south"], stock["locations"]!.AsArray().Select(level => (string)level!["location"]!));
        Assert.Equal([2, 1], stock.Versions());
    }

    [Theory]
    [InlineData("a/b", "a%2Fb")]
    [InlineData("a%2Fb", "a%252Fb")]
    [InlineData("50% Wolle & Öl?#", "50%25%20Wolle%20%26%20%C3%96l%3F%23")]
    [InlineData("+1+", "+1+")]
    public async Task A_SKU_may_hold_any_printable_character(string sku, string inPath)
    {
        await space.StockAsync(sku, 2);
        await using var api = await RunningApi.StartAsync(Away.Postgres, space.Redis);

        Assert.Equal(sku, (string?)(await (await api.GetAsync($"/stock/{inPath}")).AssertStockAsync("cache"))["sku"]);
        Assert.Equal(sku, (string?)(await (await api.GetAsync($"/stock/{inPath}/?x=1/2")).AssertStockAsync("cache"))["sku"]);
    }

    [Fact]
    public async Task A_SKU_is_case_sensitive()
    {
        await space.StockAsync("Case", 2);
        await using var api = await RunningApi.StartAsync(space.Postgres, space.Redis);

        await (await api.GetAsync("/stock/case")).AssertProblemAsync(HttpStatusCode.NotFound);
        await (await api.GetAsync("/stock/Case")).AssertStockAsync("cache");
    }

    [Fact]
    public async Task An_unknown_SKU_is_not_found()
    {
        await using var api = await RunningApi.StartAsync(space.Postgres, space.Redis);

        var response = await api.GetAsync("/stock/unknown");

        Assert.Equal("SKU 'unknown' is not stocked.", await response.AssertProblemAsync(HttpStatusCode.NotFound));
    }
}

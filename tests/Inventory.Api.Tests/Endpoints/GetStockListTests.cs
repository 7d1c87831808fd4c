using System.Net;
using System.Text.Json.Nodes;
using Inventory.Api.Tests.Setup;

namespace Inventory.Api.Tests.Endpoints;

public sealed class GetStockListTests(StockSpace space) : IClassFixture<StockSpace>
{
    [Fact]
    public async Task Items_keep_the_order_asked_for_and_unknown_SKUs_are_listed()
    {
        await space.StockAsync("b", 2);
        await space.StockAsync("a", 1);
        await using var api = await RunningApi.StartAsync(space.Postgres, space.Redis);

        var list = await (await api.GetAsync("/stock?sku=b&sku=x&sku=a&sku=b&sku=y")).AssertStockAsync("store");

        Assert.Equal(["b", "a"], Skus(list));
        Assert.Equal([2, 1], list["items"]!.AsArray().Select(item => (int)item!["available"]!));
        Assert.Equal(["x", "y"], list["missing"]!.AsArray().Select(sku => (string)sku!));
    }

    [Fact]
    public async Task What_Redis_holds_is_answered_without_PostgreSQL()
    {
        await space.StockAsync("c", 1);
        await space.StockAsync("d", 1);
        await using var api = await RunningApi.StartAsync(Away.Postgres, space.Redis);

        var list = await (await api.GetAsync("/stock?sku=c&sku=d")).AssertStockAsync("cache");

        Assert.Equal(["c", "d"], Skus(list));
        Assert.Equal(["cache", "cache"], RunningApi.Tags(api.Reads, "source"));
    }

    [Fact]
    public async Task What_Redis_lacks_comes_from_PostgreSQL_in_one_query()
    {
        await space.StockAsync("e", 1);
        await space.StoreAsync("f", 2);
        await space.StoreAsync("g", 3, "north");
        await space.StoreAsync("g", 4, "south");
        await using var api = await RunningApi.StartAsync(space.Postgres, space.Redis);

        var list = await (await api.GetAsync("/stock?sku=e&sku=f&sku=g")).AssertStockAsync("store");

        Assert.Equal(["e", "f", "g"], Skus(list));
        Assert.Equal([1, 2, 7], list["items"]!.AsArray().Select(item => (int)item!["onHand"]!));
        Assert.Single(api.Queries.GetMeasurementSnapshot());
        Assert.Equal(["cache", "store", "store"], RunningApi.Tags(api.Reads, "source"));
    }

    [Fact]
    public async Task What_cannot_be_read_in_Redis_spoils_nothing_of_the_others()
    {
        await space.StockAsync("good", 1);
        await space.StoreAsync("text", 2);
        await space.RedisDatabase.StringSetAsync("stock:{text}", "hello");
        await using var api = await RunningApi.StartAsync(space.Postgres, space.Redis);

        var list = await (await api.GetAsync("/stock?sku=text&sku=good")).AssertStockAsync("store");

        Assert.Equal(["text", "good"], Skus(list));
        Assert.Equal(["missing"], RunningApi.Tags(api.Fallbacks, "reason"));
        Assert.Equal(["store", "cache"], RunningApi.Tags(api.Reads, "source"));
    }

    [Fact]
    public async Task Two_hundred_SKUs_are_answered_however_long_they_are()
    {
        await using var api = await RunningApi.StartAsync(space.Postgres, space.Redis);
        string[] skus = [.. Enumerable.Range(0, 200).Select(i => $"{i:000}{new string('語', 61)}")];
        await space.StockAsync(skus[199], 1);

        var list = await (await api.GetAsync(Query(skus))).AssertStockAsync("store");

        Assert.Equal([skus[199]], Skus(list));
        Assert.Equal(skus[..199], list["missing"]!.AsArray().Select(sku => (string)sku!));
    }

    [Fact]
    public async Task More_than_two_hundred_SKUs_are_refused()
    {
        await using var api = await RunningApi.StartAsync(space.Postgres, space.Redis);

        var response = await api.GetAsync(Query(Enumerable.Range(0, 201).Select(i => $"{i}")));

        Assert.StartsWith("201 SKUs are asked for", await response.AssertProblemAsync(HttpStatusCode.BadRequest), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/stock", "0 SKUs are asked for; it must be 1 to 200, as ?sku=A&sku=B.")]
    [InlineData("/stock/", "0 SKUs are asked for; it must be 1 to 200, as ?sku=A&sku=B.")]
    [InlineData("/stock?sku=", "sku[0] is missing.")]
    [InlineData("/stock?sku=ok&sku=a:b&sku=%20c", "sku[1] 'a:b' contains one of { } :; sku[2] ' c' begins or ends with a space.")]
    public async Task A_malformed_list_is_refused(string path, string detail)
    {
        await using var api = await RunningApi.StartAsync(space.Postgres, space.Redis);

        Assert.Equal(detail, await (await api.GetAsync(path)).AssertProblemAsync(HttpStatusCode.BadRequest));
    }

    [Fact]
    public async Task Without_Redis_the_whole_list_comes_from_PostgreSQL_in_one_query()
    {
        await space.StockAsync("h", 1);
        await space.StockAsync("i", 1);
        await using var api = await RunningApi.StartAsync(space.Postgres, Away.Redis);

        Assert.Equal(["h", "i"], Skus(await (await api.GetAsync("/stock?sku=h&sku=i")).AssertStockAsync("store")));
        Assert.Single(api.Queries.GetMeasurementSnapshot());
    }

    [Fact]
    public async Task Without_PostgreSQL_a_list_that_Redis_cannot_complete_is_unavailable()
    {
        await space.StockAsync("j", 1);
        await using var api = await RunningApi.StartAsync(Away.Postgres, space.Redis);

        var response = await api.GetAsync("/stock?sku=j&sku=absent");

        await response.AssertProblemAsync(HttpStatusCode.ServiceUnavailable);
        Assert.Equal(TimeSpan.FromSeconds(1), response.Headers.RetryAfter?.Delta);
    }

    private static string Query(IEnumerable<string> skus) => $"/stock?{string.Join('&', skus.Select(sku => $"sku={Uri.EscapeDataString(sku)}"))}";

    private static IEnumerable<string> Skus(JsonNode list) => list["items"]!.AsArray().Select(item => (string)item!["sku"]!);
}

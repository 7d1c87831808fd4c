using System.Net;
using Inventory.Api.Tests.Setup;

namespace Inventory.Api.Tests.Endpoints;

public sealed class GetMovementsTests(StockSpace space) : IClassFixture<StockSpace>
{
    [Fact]
    public async Task The_ledger_is_answered_newest_first()
    {
        await space.StoreAsync("moved", 5);
        await space.StoreAsync("moved", 7);
        await using var api = await RunningApi.StartAsync(space.Postgres, space.Redis);

        var response = await api.GetAsync("/stock/moved/movements");

        var page = await response.JsonAsync();
        Assert.Equal("store", response.Headers.GetValues("X-Stock-Source").Single());
        Assert.Equal(("moved", "default", null), ((string?)page["sku"], (string?)page["location"], (long?)page["nextBeforeVersion"]));
        var movements = page["movements"]!.AsArray();
        Assert.Equal([2L, 1L], movements.Select(movement => (long)movement!["version"]!));
        Assert.Equal(
            """{"version":2,"kind":"Received","delta":{"onHand":7,"committed":0,"reserved":0},"result":{"onHand":12,"committed":0,"reserved":0},"available":12}""",
            new System.Text.Json.Nodes.JsonObject(movements[0]!.AsObject().Take(5).Select(field => KeyValuePair.Create(field.Key, field.Value?.DeepClone()))).ToJsonString());
        Assert.Equal("StockReceived", (string?)movements[0]!["cause"]!["messageType"]);
        Assert.Equal("Purchase", (string?)movements[0]!["reason"]);
    }

    [Fact]
    public async Task Page_after_page_shows_every_movement_once()
    {
        for (var i = 0; i < 5; i++)
        {
            await space.StoreAsync("paged", 1, "north");
        }

        await using var api = await RunningApi.StartAsync(space.Postgres, space.Redis);
        var versions = new List<long>();
        long? before = null;
        do
        {
            var page = await (await api.GetAsync($"/stock/paged/movements?location=north&limit=2{(before is null ? "" : $"&beforeVersion={before}")}")).JsonAsync();
            versions.AddRange(page["movements"]!.AsArray().Select(movement => (long)movement!["version"]!));
            before = (long?)page["nextBeforeVersion"];
        }
        while (before is not null);

        Assert.Equal([5, 4, 3, 2, 1], versions);
    }

    [Fact]
    public async Task A_level_that_is_not_stocked_has_no_ledger()
    {
        await space.StoreAsync("here", 1);
        await using var api = await RunningApi.StartAsync(space.Postgres, space.Redis);

        var response = await api.GetAsync("/stock/here/movements?location=moon");

        Assert.Equal("SKU 'here' is not stocked at 'moon'.", await response.AssertProblemAsync(HttpStatusCode.NotFound));
    }

    [Theory]
    [InlineData("limit=0", "limit '0' is not a whole number from 1 to 1000.")]
    [InlineData("limit=1001", "limit '1001' is not a whole number from 1 to 1000.")]
    [InlineData("beforeVersion=x", "beforeVersion 'x' is not a whole number from 1.")]
    [InlineData("location=a:b", "location 'a:b' contains one of { } :.")]
    public async Task A_malformed_question_is_told_what_is_wrong(string query, string detail)
    {
        await using var api = await RunningApi.StartAsync(space.Postgres, space.Redis);

        var response = await api.GetAsync($"/stock/any/movements?{query}");

        Assert.Equal(detail, await response.AssertProblemAsync(HttpStatusCode.BadRequest));
    }

    [Fact]
    public async Task Without_PostgreSQL_there_is_no_ledger()
    {
        await using var api = await RunningApi.StartAsync(Away.Postgres, space.Redis);

        await (await api.GetAsync("/stock/any/movements")).AssertProblemAsync(HttpStatusCode.ServiceUnavailable);
    }
}

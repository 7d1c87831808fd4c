using System.Net;
using Inventory.Api.Tests.Setup;

namespace Inventory.Api.Tests.Endpoints;

public sealed class ConditionalGetTests(StockSpace space) : IClassFixture<StockSpace>
{
    [Theory]
    [InlineData("{0}")]
    [InlineData("W/{0}")]
    [InlineData("\"other\", {0}")]
    [InlineData("*")]
    public async Task An_answer_that_the_caller_has_is_not_sent_again(string ifNoneMatch)
    {
        await space.StockAsync("held", 1);
        await using var api = await RunningApi.StartAsync(Away.Postgres, space.Redis);
        var tag = (await api.GetAsync("/stock/held")).Headers.ETag!;

        var response = await AskAsync(api, "/stock/held", ifNoneMatch.Replace("{0}", tag.Tag, StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.NotModified, response.StatusCode);
        Assert.Equal(tag, response.Headers.ETag);
        Assert.Equal("cache", response.Source());
        Assert.Equal(0, response.Content.Headers.ContentLength ?? 0);
        Assert.Null(response.Content.Headers.ContentType);
        Assert.Single(api.NotModified.GetMeasurementSnapshot());
    }

    [Theory]
    [InlineData("\"other\"")]
    [InlineData("not a tag")]
    public async Task An_answer_that_the_caller_does_not_have_is_sent(string ifNoneMatch)
    {
        await space.StockAsync("not-held", 1);
        await using var api = await RunningApi.StartAsync(Away.Postgres, space.Redis);

        await (await AskAsync(api, "/stock/not-held", ifNoneMatch)).AssertStockAsync("cache");
    }

    [Fact]
    public async Task The_tag_changes_with_the_version_of_any_location()
    {
        await using var api = await RunningApi.StartAsync(space.Postgres, space.Redis);
        var tags = new HashSet<string>();
        foreach (var location in (string[])["north", "south", "north", "south"])
        {
            await space.StockAsync("tagged", 1, location);
            tags.Add((await api.GetAsync("/stock/tagged")).Headers.ETag!.Tag);
        }

        Assert.Equal(4, tags.Count);
    }

    [Fact]
    public async Task The_tag_is_the_same_whether_Redis_or_PostgreSQL_answers()
    {
        await space.StockAsync("same", 1);
        await using var api = await RunningApi.StartAsync(space.Postgres, space.Redis);
        await using var without = await RunningApi.StartAsync(space.Postgres, Away.Redis);
        var cached = await api.GetAsync("/stock/same");
        Assert.Equal("cache", cached.Source());

        var response = await AskAsync(without, "/stock/same", cached.Headers.ETag!.Tag);

        Assert.Equal(HttpStatusCode.NotModified, response.StatusCode);
        Assert.Equal("store", response.Source());
    }

    [Fact]
    public async Task Intermediaries_are_told_to_ask_each_time()
    {
        await space.StockAsync("fresh", 1);
        await using var api = await RunningApi.StartAsync(Away.Postgres, space.Redis);

        Assert.True((await api.GetAsync("/stock/fresh")).Headers.CacheControl?.NoCache);
    }

    private static async Task<HttpResponseMessage> AskAsync(RunningApi api, string path, string ifNoneMatch)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch);
        return await api.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}

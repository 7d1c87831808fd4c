using System.Net;
using Inventory.Api.Tests.Setup;

namespace Inventory.Api.Tests.Endpoints;

public sealed class ProblemTests(StockSpace space) : IClassFixture<StockSpace>
{
    [Theory]
    [InlineData("/stock/a:b", "sku 'a:b' contains one of { } :.")]
    [InlineData("/stock/%7Ba%7D", "sku '{a}' contains one of { } :.")]
    [InlineData("/stock/%20a", "sku ' a' begins or ends with a space.")]
    [InlineData("/stock/a%0Ab", "sku contains a character that cannot be printed.")]
    [InlineData("/stock/12345678901234567890123456789012345678901234567890123456789012345", "sku has 65 characters; at most 64 are allowed.")]
    [InlineData("/stock/a?location=", "location is missing.")]
    [InlineData("/stock/a?location=x:y", "location 'x:y' contains one of { } :.")]
    [InlineData("/stock/a?location=123456789012345678901234567890123", "location has 33 characters; at most 32 are allowed.")]
    [InlineData("/stock/a?minVersion=1", "minVersion needs a location: versions are counted per location.")]
    [InlineData("/stock/a?location=default&minVersion=0", "minVersion '0' is not a whole number from 1.")]
    [InlineData("/stock/a?location=default&minVersion=-1", "minVersion '-1' is not a whole number from 1.")]
    [InlineData("/stock/a?location=default&minVersion=", "minVersion '' is not a whole number from 1.")]
    [InlineData("/stock/a?location=default&minVersion=99999999999999999999", "minVersion '99999999999999999999' is not a whole number from 1.")]
    [InlineData("/stock/a:b?location=x:y", "sku 'a:b' contains one of { } :; location 'x:y' contains one of { } :.")]
    public async Task A_malformed_question_is_refused_with_a_reason_for_each_field(string path, string detail)
    {
        await using var api = await RunningApi.StartAsync(space.Postgres, space.Redis);

        Assert.Equal(detail, await (await api.GetAsync(path)).AssertProblemAsync(HttpStatusCode.BadRequest));
    }

    [Fact]
    public async Task An_unknown_route_is_a_problem_too()
    {
        await using var api = await RunningApi.StartAsync(space.Postgres, space.Redis);

        Assert.Equal("There is nothing at /nowhere/at/all.", await (await api.GetAsync("/nowhere/at/all")).AssertProblemAsync(HttpStatusCode.NotFound));
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task Writing_is_refused(string method)
    {
        await using var api = await RunningApi.StartAsync(space.Postgres, space.Redis);

        var response = await api.Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), "/stock/a"), TestContext.Current.CancellationToken);

        Assert.Equal($"/stock/a does not take {method}: this API is read-only.", await response.AssertProblemAsync(HttpStatusCode.MethodNotAllowed));
    }

    [Fact]
    public async Task A_caller_that_accepts_only_text_gets_problem_details_all_the_same()
    {
        await using var api = await RunningApi.StartAsync(space.Postgres, space.Redis);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/nowhere") { Headers = { { "Accept", "text/plain" } } };

        await (await api.Http.SendAsync(request, TestContext.Current.CancellationToken)).AssertProblemAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_fault_of_our_own_is_a_problem_without_its_particulars()
    {
        // A document that no version of the code can have written.
        await space.StoreAsync("broken", 1);
        await space.RunAsync("UPDATE inventory.mt_doc_stock_level SET data = '{\"onHand\":\"many\"}' WHERE sku = 'broken'");
        await using var api = await RunningApi.StartAsync(space.Postgres, space.Redis);

        var response = await api.GetAsync("/stock/broken");

        Assert.Equal("An unexpected error occurred; it is in the log of the API.", await response.AssertProblemAsync(HttpStatusCode.InternalServerError));
    }
}

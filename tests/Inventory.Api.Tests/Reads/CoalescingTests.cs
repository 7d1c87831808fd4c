using System.Net;
using Inventory.Api.Tests.Setup;

namespace Inventory.Api.Tests.Reads;

public sealed class CoalescingTests(StockSpace space) : IClassFixture<StockSpace>
{
    [Fact]
    public async Task Many_who_ask_for_one_SKU_at_once_share_a_query()
    {
        await space.StoreAsync("shared", 5);
        await using var api = await RunningApi.StartAsync(space.Postgres, space.Redis, "StoreTimeout=00:00:30");
        Task<HttpResponseMessage> first;
        Task<HttpResponseMessage>[] others;
        await using (await space.BlockReadsAsync())
        {
            first = api.GetAsync("/stock/shared");
            await api.Queries.WaitForMeasurementsAsync(1, Eventually.Patience);

            others = [.. Enumerable.Range(0, 20).Select(_ => api.GetAsync("/stock/shared"))];
            await api.Coalesced.WaitForMeasurementsAsync(19, Eventually.Patience);
        }

        foreach (var response in await Task.WhenAll([first, .. others]))
        {
            Assert.Equal(5, (int)(await response.AssertStockAsync("store"))["onHand"]!);
        }

        // The first had begun already; what the others were to see may have been committed since.
        Assert.Equal(2, api.Queries.GetMeasurementSnapshot().Count);
    }

    [Fact]
    public async Task One_who_leaves_does_not_take_the_others_answer_away()
    {
        await space.StoreAsync("left", 5);
        await using var api = await RunningApi.StartAsync(space.Postgres, space.Redis, "StoreTimeout=00:00:30");
        using var patience = new CancellationTokenSource();
        Task<HttpResponseMessage> running, leaving, staying;
        await using (await space.BlockReadsAsync())
        {
            running = api.GetAsync("/stock/left");
            await api.Queries.WaitForMeasurementsAsync(1, Eventually.Patience);
            leaving = api.Http.GetAsync("/stock/left", patience.Token);
            await api.Fallbacks.WaitForMeasurementsAsync(2, Eventually.Patience);
            staying = api.GetAsync("/stock/left");
            await api.Coalesced.WaitForMeasurementsAsync(1, Eventually.Patience);
            await patience.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
        }

        Assert.Equal(HttpStatusCode.OK, (await running).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await staying).StatusCode);
    }

    [Fact]
    public async Task Those_who_ask_for_different_SKUs_share_a_query_too()
    {
        await space.StoreAsync("here", 5);
        await using var api = await RunningApi.StartAsync(space.Postgres, space.Redis, "StoreTimeout=00:00:30");
        Task<HttpResponseMessage> first, here;
        Task<HttpResponseMessage>[] absent;
        await using (await space.BlockReadsAsync())
        {
            first = api.GetAsync("/stock/absent");
            await api.Queries.WaitForMeasurementsAsync(1, Eventually.Patience);
            here = api.GetAsync("/stock/here");
            absent = [.. Enumerable.Range(0, 6).Select(i => api.GetAsync($"/stock/absent-{i}"))];
            await api.Coalesced.WaitForMeasurementsAsync(6, Eventually.Patience);
        }

        await (await here).AssertStockAsync("store");
        Assert.All(await Task.WhenAll([first, .. absent]), response => Assert.Equal(HttpStatusCode.NotFound, response.StatusCode));
        Assert.Equal(2, api.Queries.GetMeasurementSnapshot().Count);
    }

    [Fact]
    public async Task What_cannot_be_read_spoils_nothing_of_the_others()
    {
        await space.StoreAsync("whole", 5);
        await space.StoreAsync("torn", 5);
        await space.RunAsync("UPDATE inventory.mt_doc_stock_level SET data = jsonb_set(data, '{onHand}', '\"many\"') WHERE sku = 'torn'");
        await using var api = await RunningApi.StartAsync(space.Postgres, space.Redis, "StoreTimeout=00:00:30");
        Task<HttpResponseMessage> first, whole, torn;
        await using (await space.BlockReadsAsync())
        {
            first = api.GetAsync("/stock/absent");
            await api.Queries.WaitForMeasurementsAsync(1, Eventually.Patience);
            (whole, torn) = (api.GetAsync("/stock/whole"), api.GetAsync("/stock/torn"));
            await api.Coalesced.WaitForMeasurementsAsync(1, Eventually.Patience);
        }

        await (await whole).AssertStockAsync("store");
        Assert.Equal(HttpStatusCode.InternalServerError, (await torn).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await first).StatusCode);
    }

    [Fact]
    public async Task No_more_queries_run_at_once_than_are_allowed()
    {
        await using var api = await RunningApi.StartAsync(space.Postgres, space.Redis, "StoreTimeout=00:00:30", "StoreReadsAtOnce=2");
        Task<HttpResponseMessage>[] reads;
        await using (await space.BlockReadsAsync("inventory.movement"))
        {
            reads = [.. Enumerable.Range(0, 6).Select(i => api.GetAsync($"/stock/bounded-{i}/movements"))];
            await api.Requests.WaitForMeasurementsAsync(6, Eventually.Patience);
            Assert.InRange(api.Queries.GetMeasurementSnapshot().Count, 0, 2);
        }

        await Task.WhenAll(reads);
        Assert.Equal(6, api.Queries.GetMeasurementSnapshot().Count);
    }
}

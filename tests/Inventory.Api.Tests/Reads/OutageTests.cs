using System.Diagnostics;
using System.Net;
using Inventory.Api.Hosting;
using Inventory.Api.Tests.Setup;
using Inventory.Stock.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Inventory.Api.Tests.Reads;

public sealed class OutageTests(StockSpace space) : IClassFixture<StockSpace>
{
    [Fact]
    public async Task Without_Redis_stock_comes_from_PostgreSQL()
    {
        await space.StockAsync("no-redis", 1);
        await using var api = await RunningApi.StartAsync(space.Postgres, Away.Redis);

        await (await api.GetAsync("/stock/no-redis")).AssertStockAsync("store");

        Assert.Equal(["unavailable"], RunningApi.Tags(api.Fallbacks, "reason"));
    }

    [Fact]
    public async Task Without_both_a_read_can_be_tried_again_later()
    {
        await using var api = await RunningApi.StartAsync(Away.Postgres, Away.Redis);

        foreach (var path in (string[])["/stock/any", "/stock?sku=any", "/stock/any?location=default&minVersion=1"])
        {
            var response = await api.GetAsync(path);
            Assert.Equal(
                "Neither Redis nor PostgreSQL can answer at the moment.",
                await response.AssertProblemAsync(HttpStatusCode.ServiceUnavailable));
            Assert.Equal(TimeSpan.FromSeconds(1), response.Headers.RetryAfter?.Delta);
        }
    }

    [Fact]
    public async Task A_Redis_that_hangs_is_given_up_on_for_PostgreSQL()
    {
        await space.StockAsync("hung", 1);
        var (gate, redis) = space.RedisThroughGate();
        await using var gateScope = gate;
        await using var api = await RunningApi.StartAsync(space.Postgres, redis, "RedisTimeout=00:00:00.15");
        await (await api.GetAsync("/stock/hung")).AssertStockAsync("cache");

        gate.Freeze();
        var asked = Stopwatch.GetTimestamp();
        await (await api.GetAsync("/stock/hung")).AssertStockAsync("store");

        // The client's own time-out is five seconds.
        Assert.InRange(Stopwatch.GetElapsedTime(asked), TimeSpan.FromSeconds(0.1), TimeSpan.FromSeconds(3));
        Assert.Equal(["unavailable"], RunningApi.Tags(api.Fallbacks, "reason"));

        gate.Thaw();
        await Eventually.GetAsync(async () => (await api.GetAsync("/stock/hung")).Source(), source => source == "cache");
    }

    [Fact]
    public async Task A_Redis_that_comes_after_the_start_is_read_from()
    {
        await space.StockAsync("late-redis", 1);
        var (gate, redis) = space.RedisThroughGate(isOpen: false);
        await using var gateScope = gate;
        await using var api = await RunningApi.StartAsync(space.Postgres, redis);
        await (await api.GetAsync("/stock/late-redis")).AssertStockAsync("store");

        gate.Open();

        await Eventually.GetAsync(async () => (await api.GetAsync("/stock/late-redis")).Source(), source => source == "cache");
    }

    [Fact]
    public async Task A_PostgreSQL_that_goes_and_comes_back_is_read_from_again()
    {
        await space.StoreAsync("back", 1);
        var (gate, postgres) = space.PostgresThroughGate();
        await using var gateScope = gate;
        await using var api = await RunningApi.StartAsync(postgres, space.Redis);
        await (await api.GetAsync("/stock/back")).AssertStockAsync("store");

        gate.Close();
        await (await api.GetAsync("/stock/back")).AssertProblemAsync(HttpStatusCode.ServiceUnavailable);

        gate.Open();
        await (await api.GetAsync("/stock/back")).AssertStockAsync("store");
    }

    [Fact]
    public async Task A_PostgreSQL_that_hangs_is_given_up_on_in_time()
    {
        await space.StoreAsync("slow", 1);
        await using var api = await RunningApi.StartAsync(space.Postgres, space.Redis, "StoreTimeout=00:00:00.2");
        await using (await space.BlockReadsAsync())
        {
            await (await api.GetAsync("/stock/slow")).AssertProblemAsync(HttpStatusCode.ServiceUnavailable);
            await (await api.GetAsync("/stock?sku=slow")).AssertProblemAsync(HttpStatusCode.ServiceUnavailable);
        }

        await Eventually.GetAsync(() => api.GetAsync("/stock/slow"), response => response.StatusCode == HttpStatusCode.OK);
    }

    [Fact]
    public async Task Connections_that_broke_while_idle_cost_no_read()
    {
        await space.StoreAsync("idle", 1);
        var application = new NpgsqlConnectionStringBuilder(space.Postgres) { ApplicationName = "idle-reader" }.ConnectionString;
        await using var api = await RunningApi.StartAsync(application, space.Redis);
        await (await api.GetAsync("/stock/idle")).AssertStockAsync("store");

        await space.RunAsync("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = 'idle-reader'");

        await (await api.GetAsync("/stock/idle")).AssertStockAsync("store");
    }

    [Fact]
    public async Task A_database_without_tables_is_unavailable_until_a_worker_has_made_them()
    {
        var name = $"{space.DatabaseName}_empty";
        await TestDatabase.CreateAsync(space.Postgres, name);
        var postgres = new NpgsqlConnectionStringBuilder(space.Postgres) { Database = name, Pooling = false }.ConnectionString;
        try
        {
            await using var api = await RunningApi.StartAsync(postgres, Away.Redis);
            await (await api.GetAsync("/stock/any")).AssertProblemAsync(HttpStatusCode.ServiceUnavailable);
            var ready = await api.GetAsync("/health/ready");
            Assert.Equal(
                "PostgreSQL has no stock tables yet (a worker makes them when it starts).",
                (string?)(await ready.JsonAsync())["checks"]!["postgres"]!["description"]);

            await using (var dataSource = PostgresSessions.CreateDataSource(postgres, "tests"))
            await using (var store = StockSchema.CreateStore(dataSource))
            {
                await StockSchema.CreateAsync(store);
            }

            await (await api.GetAsync("/stock/any")).AssertProblemAsync(HttpStatusCode.NotFound);
        }
        finally
        {
            await TestDatabase.DropAsync(space.Postgres, name);
        }
    }

    [Fact]
    public async Task Everything_is_bounded_by_default()
    {
        await using var api = await RunningApi.StartAsync(space.Postgres, space.Redis);
        var options = api.Services.GetRequiredService<IOptions<ApiOptions>>().Value;

        Assert.Equal(TimeSpan.FromMilliseconds(250), options.RedisTimeout);
        Assert.Equal(TimeSpan.FromSeconds(2), options.StoreTimeout);
        Assert.Equal(16, options.StoreReadsAtOnce);
        Assert.Equal(TimeSpan.FromMilliseconds(250), options.MinVersionWait);
    }
}

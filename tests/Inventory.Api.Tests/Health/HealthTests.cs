using System.Net;
using Inventory.Api.Tests.Setup;

namespace Inventory.Api.Tests.Health;

public sealed class HealthTests(StockSpace space) : IClassFixture<StockSpace>
{
    [Fact]
    public async Task The_process_is_live_whatever_becomes_of_its_servers()
    {
        await using var api = await RunningApi.StartAsync(Away.Postgres, Away.Redis);

        var response = await api.GetAsync("/health/live");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("Healthy", (string?)(await response.JsonAsync())["status"]);
    }

    [Fact]
    public async Task With_both_servers_it_is_healthy()
    {
        await using var api = await RunningApi.StartAsync(space.Postgres, space.Redis);

        var response = await api.GetAsync("/health/ready");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(
            """{"status":"Healthy","description":"Stock is read from Redis, and from PostgreSQL what Redis lacks.","checks":{"redis":{"status":"Healthy","description":"Redis answers."},"postgres":{"status":"Healthy","description":"PostgreSQL answers."}}}""",
            (await response.JsonAsync()).ToJsonString());
    }

    [Fact]
    public async Task With_PostgreSQL_alone_it_is_ready_and_says_what_is_amiss()
    {
        await using var api = await RunningApi.StartAsync(space.Postgres, Away.Redis);

        var response = await api.GetAsync("/health/ready");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var report = await response.JsonAsync();
        Assert.Equal("Degraded", (string?)report["status"]);
        Assert.Equal("Stock is read from PostgreSQL alone.", (string?)report["description"]);
        Assert.Equal("Redis cannot be reached.", (string?)report["checks"]!["redis"]!["description"]);
    }

    [Fact]
    public async Task With_Redis_alone_it_is_ready_and_says_what_is_amiss()
    {
        await using var api = await RunningApi.StartAsync(Away.Postgres, space.Redis);

        var response = await api.GetAsync("/health/ready");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var report = await response.JsonAsync();
        Assert.Equal("Degraded", (string?)report["status"]);
        Assert.Equal("PostgreSQL cannot be reached.", (string?)report["checks"]!["postgres"]!["description"]);
    }

    [Fact]
    public async Task With_neither_it_is_not_ready()
    {
        await using var api = await RunningApi.StartAsync(Away.Postgres, Away.Redis);

        var response = await api.GetAsync("/health/ready");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        var report = await response.JsonAsync();
        Assert.Equal("Unhealthy", (string?)report["status"]);
        Assert.Equal("Stock cannot be read: neither Redis nor PostgreSQL answers.", (string?)report["description"]);
    }
}

using System.Net;
using Inventory.Api.Tests.Setup;
using StackExchange.Redis;

namespace Inventory.Api.Tests.Reads;

/// <summary>A Redis that may have lost what it acknowledged is not read from.</summary>
public sealed class GenerationTests(StockSpace space) : IClassFixture<StockSpace>
{
    private static readonly RedisKey s_marker = "stock:generation";

    public static TheoryData<string> Losses => new(s_losses.Keys);

    private static readonly Dictionary<string, Func<IDatabase, Task>> s_losses = new()
    {
        ["emptied"] = redis => redis.KeyDeleteAsync(s_marker),
        ["restarted or promoted"] = redis => redis.HashSetAsync(s_marker, "server", "0123456789abcdef0123456789abcdef01234567"),
        ["being filled"] = redis => redis.HashSetAsync(s_marker, "state", "filling"),
        ["filled for somebody else"] = redis => redis.HashSetAsync(s_marker, "id", "11111111-2222-3333-4444-555555555555"),
        ["with a marker that is none"] = async redis =>
        {
            await redis.KeyDeleteAsync(s_marker);
            await redis.StringSetAsync(s_marker, "filled");
        },
    };

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task A_Redis_is_not_believed_that_was(string loss)
    {
        await space.StockAsync("lost", 5);
        await space.RedisDatabase.HashSetAsync("stock:{lost}", "default:onHand", 99);
        await using var api = await RunningApi.StartAsync(space.Postgres, space.Redis);

        // What PostgreSQL names is heard beside the first reads.
        await Eventually.GetAsync(async () => (await (await api.GetAsync("/stock/lost")).JsonAsync())["onHand"]!.GetValue<long>(), onHand => onHand == 99);
        try
        {
            await s_losses[loss](space.RedisDatabase);
            await Eventually.GetAsync(async () => (await api.GetAsync("/stock/lost")).Source(), source => source == "store");

            Assert.NotEqual(99, (long)(await (await api.GetAsync("/stock/lost")).AssertStockAsync("store"))["onHand"]!);
            Assert.NotEqual(99, (long)(await (await api.GetAsync("/stock?sku=lost")).JsonAsync())["items"]![0]!["onHand"]!);
            var ready = await (await api.GetAsync("/health/ready")).JsonAsync();
            Assert.Equal("Degraded", (string?)ready["status"]);
            Assert.Contains("lost", RunningApi.Tags(api.Fallbacks, "reason"));
        }
        finally
        {
            await space.FillAsync(await space.BeginAsync());
        }

        await Eventually.GetAsync(async () => (await api.GetAsync("/stock/lost")).Source(), source => source == "cache");
        Assert.NotEqual(99, (long)(await (await api.GetAsync("/stock/lost")).AssertStockAsync("cache"))["onHand"]!);
    }

    [Fact]
    public async Task Redis_is_believed_without_PostgreSQL_if_it_is_the_server_that_was_filled()
    {
        await space.StockAsync("alone", 5);
        await using var api = await RunningApi.StartAsync(Away.Postgres, space.Redis);

        await (await api.GetAsync("/stock/alone")).AssertStockAsync("cache");
        await space.RedisDatabase.HashSetAsync(s_marker, "server", "0123456789abcdef0123456789abcdef01234567");
        try
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await api.GetAsync("/stock/alone")).StatusCode);
        }
        finally
        {
            await space.FillAsync(await space.BeginAsync());
        }
    }
}

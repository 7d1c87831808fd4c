using Inventory.Stock.Cache;
using StackExchange.Redis;

namespace Inventory.Stock.Tests.Cache;

public sealed class WriteThroughScriptTests
{
    private static readonly CachedLevel[] s_sent = [new("A", new("default", 1, 0, 0, 1, Version: 5)), new("B", new("leeds", 1, 0, 0, 1, Version: 2))];

    [Theory]
    [InlineData("stock:{A}", "default", "5", "stock:{B}", "leeds", "2")]
    [InlineData("stock:{A}", "default", "6", "stock:{B}", "leeds", "2")]
    public void A_reply_that_holds_what_was_sent_or_newer_is_success(params string[] reply) =>
        WriteThroughScript.Verify(s_sent, Values(reply));

    [Theory]
    [InlineData("stock:{C}", "default", "5", "stock:{B}", "leeds", "2")]
    [InlineData("stock:{A}", "default", "5", "stock:{A}", "leeds", "2")]
    [InlineData("stock:{A}", "default", "4", "stock:{B}", "leeds", "2")]
    [InlineData("stock:{A}", "leeds", "5", "stock:{B}", "default", "2")]
    [InlineData("stock:{A}", "default", "five", "stock:{B}", "leeds", "2")]
    [InlineData("stock:{A}", "default", "5")]
    [InlineData("OK")]
    public void A_reply_to_another_call_is_not_taken_for_this_ones(params string[] reply) =>
        Assert.Throws<UnexpectedReplyException>(() => WriteThroughScript.Verify(s_sent, Values(reply)));

    private static RedisValue[] Values(string[] reply) => [.. reply.Select(value => (RedisValue)value)];
}

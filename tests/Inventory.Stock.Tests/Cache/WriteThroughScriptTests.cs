using Inventory.Stock.Cache;
using StackExchange.Redis;

namespace Inventory.Stock.Tests.Cache;

public sealed class WriteThroughScriptTests
{
    private static readonly LevelReading[] Sent = [new("default", 1, 0, 0, 1, Version: 5), new("leeds", 1, 0, 0, 1, Version: 2)];

    [Theory]
    [InlineData("A", "default", "5", "leeds", "2")]
    [InlineData("A", "default", "6", "leeds", "2")]
    public void A_reply_that_holds_what_was_sent_or_newer_is_success(params string[] reply) =>
        WriteThroughScript.Verify("A", Sent, Values(reply));

    [Theory]
    [InlineData("B", "default", "5", "leeds", "2")]
    [InlineData("A", "default", "4", "leeds", "2")]
    [InlineData("A", "leeds", "5", "default", "2")]
    [InlineData("A", "default", "five", "leeds", "2")]
    [InlineData("A", "default", "5")]
    [InlineData("OK")]
    public void A_reply_to_another_call_is_not_taken_for_this_ones(params string[] reply) =>
        Assert.Throws<UnexpectedReplyException>(() => WriteThroughScript.Verify("A", Sent, Values(reply)));

    private static RedisValue[] Values(string[] reply) => [.. reply.Select(value => (RedisValue)value)];
}

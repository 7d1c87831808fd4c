using Inventory.Stock.Cache;

namespace Inventory.Stock.Tests.Cache;

public sealed class RedisConnectionTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(10_000)]
    public void A_Redis_that_has_been_away_for_hours_is_looked_for_as_often_as_one_that_has_just_gone(long attempts)
    {
        var policy = RedisConnection.Options("127.0.0.1:6379", "tests").ReconnectRetryPolicy;

        Assert.False(policy.ShouldRetry(attempts, timeElapsedMillisecondsSinceLastRetry: 1_000));
        Assert.True(policy.ShouldRetry(attempts, timeElapsedMillisecondsSinceLastRetry: 2_001));
    }
}

using Inventory.Api.Reads;
using Microsoft.Extensions.Time.Testing;

namespace Inventory.Api.Tests.Reads;

public sealed class BoundedReadsTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task A_read_waits_until_one_of_those_before_it_has_ended()
    {
        using var bounded = new BoundedReads(1, Timeout, _time);
        var running = new TaskCompletionSource<int>();
        var first = bounded.RunAsync(_ => running.Task);
        var hasBegun = false;
        var second = bounded.RunAsync(_ =>
        {
            hasBegun = true;
            return Task.FromResult(2);
        });
        Assert.False(hasBegun);

        running.SetResult(1);

        Assert.Equal(1, await first);
        Assert.Equal(2, await second);
    }

    [Fact]
    public async Task A_read_that_takes_too_long_is_cancelled()
    {
        using var bounded = new BoundedReads(1, Timeout, _time);
        var read = bounded.RunAsync(async limit =>
        {
            await Task.Delay(System.Threading.Timeout.Infinite, limit);
            return 0;
        });

        _time.Advance(Timeout);

        await Assert.ThrowsAsync<TimeoutException>(() => read);
        Assert.Equal(1, await bounded.RunAsync(_ => Task.FromResult(1)));
    }

    [Fact]
    public async Task Waiting_for_a_turn_counts()
    {
        using var bounded = new BoundedReads(1, Timeout, _time);
        var running = new TaskCompletionSource<int>();
        _ = bounded.RunAsync(_ => running.Task);
        var waiting = bounded.RunAsync(_ => Task.FromResult(2));

        _time.Advance(Timeout);

        await Assert.ThrowsAsync<TimeoutException>(() => waiting);
    }
}

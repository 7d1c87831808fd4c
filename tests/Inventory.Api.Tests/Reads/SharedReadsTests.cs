using System.Threading.Channels;
using Inventory.Api.Reads;
using Inventory.Api.Tests.Setup;

namespace Inventory.Api.Tests.Reads;

public sealed class SharedReadsTests
{
    private readonly Channel<PendingRead> _reads = Channel.CreateUnbounded<PendingRead>();
    private readonly SharedReads<int> _shared;

    public SharedReadsTests() => _shared = new SharedReads<int>((key, begin) =>
    {
        var read = new PendingRead(key, begin);
        Assert.True(_reads.Writer.TryWrite(read));
        return read.Result.Task;
    });

    [Fact]
    public async Task Those_who_ask_before_a_read_begins_share_it()
    {
        var one = _shared.Join("A", out var isFirstShared);
        var read = await NextAsync();
        var two = _shared.Join("A", out var isSecondShared);

        Assert.Same(one, two);
        Assert.False(isFirstShared);
        Assert.True(isSecondShared);
        read.Begin();
        read.Result.SetResult(7);
        Assert.Equal(7, await two);
    }

    [Fact]
    public async Task Those_who_ask_after_a_read_began_share_the_next_one()
    {
        var early = _shared.Join("A", out _);
        var first = await NextAsync();
        first.Begin();
        var late = _shared.Join("A", out _);
        var later = _shared.Join("A", out _);

        Assert.NotSame(early, late);
        Assert.Same(late, later);
        first.Result.SetResult(1);
        Assert.Equal(1, await early);
        var second = await NextAsync();
        second.Begin();
        second.Result.SetResult(2);
        Assert.Equal(2, await late);
        Assert.False(_reads.Reader.TryPeek(out var _));
    }

    [Fact]
    public async Task The_next_read_waits_for_the_running_one_even_if_that_fails()
    {
        var early = _shared.Join("A", out _);
        var first = await NextAsync();
        first.Begin();
        var late = _shared.Join("A", out _);
        Assert.False(_reads.Reader.TryPeek(out var _));

        first.Result.SetException(new TimeoutException());
        await Assert.ThrowsAsync<TimeoutException>(() => early);
        var second = await NextAsync();
        second.Begin();
        second.Result.SetResult(2);
        Assert.Equal(2, await late);
    }

    [Fact]
    public async Task A_read_that_fails_before_it_begins_is_forgotten()
    {
        var failing = _shared.Join("A", out _);
        (await NextAsync()).Result.SetException(new TimeoutException());
        await Assert.ThrowsAsync<TimeoutException>(() => failing);

        var next = _shared.Join("A", out var isShared);
        Assert.False(isShared);
        var second = await NextAsync();
        second.Begin();
        second.Result.SetResult(2);
        Assert.Equal(2, await next);
    }

    [Fact]
    public async Task Different_keys_do_not_wait_for_each_other()
    {
        _ = _shared.Join("A", out _);
        (await NextAsync()).Begin();
        var other = _shared.Join("B", out _);
        var read = await NextAsync();

        Assert.Equal("B", read.Key);
        read.Begin();
        read.Result.SetResult(3);
        Assert.Equal(3, await other);
    }

    private Task<PendingRead> NextAsync() =>
        _reads.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Eventually.Patience, TestContext.Current.CancellationToken);

    private sealed record PendingRead(string Key, Action Begin)
    {
        public TaskCompletionSource<int> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

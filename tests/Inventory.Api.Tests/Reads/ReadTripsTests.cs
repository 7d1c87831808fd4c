using System.Threading.Channels;
using Inventory.Api.Reads;
using Inventory.Api.Tests.Setup;
using Microsoft.Extensions.Time.Testing;

namespace Inventory.Api.Tests.Reads;

public sealed class ReadTripsTests
{
    private const int MostKeys = 3;

    private readonly Channel<PendingTrip> _departures = Channel.CreateUnbounded<PendingTrip>();
    private readonly FakeTimeProvider _time = new();
    private readonly ReadTrips<string> _trips;

    public ReadTripsTests() => _trips = new ReadTrips<string>(
        (keys, askedAt) =>
        {
            var trip = new PendingTrip([.. keys], askedAt);
            Assert.True(_departures.Writer.TryWrite(trip));
            return trip.Answers.Task;
        },
        MostKeys,
        _time);

    [Fact]
    public async Task Those_who_ask_while_a_trip_is_under_way_share_the_next_one()
    {
        var early = _trips.ReadAsync("A", out _).AsTask();
        var first = await NextAsync();
        var (late, other) = (_trips.ReadAsync("A", out _).AsTask(), _trips.ReadAsync("B", out _).AsTask());
        Assert.False(_departures.Reader.TryPeek(out _));

        first.Return("old");
        Assert.Equal("A old", await early);
        var second = await NextAsync();
        second.Return("new");

        Assert.Equal(["A", "B"], second.Keys);
        Assert.Equal(["A new", "B new"], await Task.WhenAll(late, other));
    }

    [Fact]
    public async Task Those_who_share_a_trip_are_told()
    {
        _ = _trips.ReadAsync("A", out _).AsTask();
        await NextAsync();
        _ = _trips.ReadAsync("A", out var isFirstShared).AsTask();
        _ = _trips.ReadAsync("A", out var isSecondShared).AsTask();
        _ = _trips.ReadAsync("B", out var isThirdShared).AsTask();

        Assert.Equal([false, true, true], new[] { isFirstShared, isSecondShared, isThirdShared });
    }

    [Fact]
    public async Task A_key_that_many_ask_for_is_read_once()
    {
        var first = _trips.ReadAsync("A", out _).AsTask();
        (await NextAsync()).Return("1");
        await first;
        var many = Enumerable.Range(0, 10).Select(_ => _trips.ReadAsync(["B", "A", "B"])).ToArray();

        // Some may have left before the others came.
        var all = Task.WhenAll(many);
        while (!all.IsCompleted && await WaitAsync())
        {
            var trip = await NextAsync();
            Assert.Equal(["B", "A"], trip.Keys);
            trip.Return("2");
        }

        Assert.All(await all, answers => Assert.Equal(["B 2", "A 2", "B 2"], answers));

        async Task<bool> WaitAsync() => await Task.WhenAny(all, _departures.Reader.WaitToReadAsync(TestContext.Current.CancellationToken).AsTask()) != all;
    }

    [Fact]
    public async Task A_trip_that_is_full_does_not_wait_for_the_one_before()
    {
        var first = _trips.ReadAsync("A", out _).AsTask();
        var running = await NextAsync();

        var several = _trips.ReadAsync(["B", "C", "D", "E"]);
        var full = await NextAsync();
        full.Return("1");
        running.Return("1");
        await first;
        var rest = await NextAsync();
        rest.Return("2");

        Assert.Equal(["B", "C", "D"], full.Keys);
        Assert.Equal(["B 1", "C 1", "D 1", "E 2"], await several);
    }

    [Fact]
    public async Task A_trip_that_fails_fails_for_those_on_it_alone()
    {
        var failing = _trips.ReadAsync("A", out _).AsTask();
        var first = await NextAsync();
        var next = _trips.ReadAsync("A", out _).AsTask();

        first.Answers.SetException(new TimeoutException());
        await Assert.ThrowsAsync<TimeoutException>(() => failing);
        (await NextAsync()).Return("1");

        Assert.Equal("A 1", await next);
    }

    [Fact]
    public async Task A_trip_knows_since_when_it_is_waited_for()
    {
        _ = _trips.ReadAsync("A", out _).AsTask();
        var first = await NextAsync();
        _ = _trips.ReadAsync("B", out _).AsTask();
        var asked = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromSeconds(1));
        _ = _trips.ReadAsync("C", out _).AsTask();

        first.Return("1");

        Assert.Equal(asked, (await NextAsync()).AskedAt);
    }

    private Task<PendingTrip> NextAsync() =>
        _departures.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Eventually.Patience, TestContext.Current.CancellationToken);

    private sealed record PendingTrip(IReadOnlyList<string> Keys, long AskedAt)
    {
        public TaskCompletionSource<IReadOnlyList<string>> Answers { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Return(string value) => Answers.SetResult([.. Keys.Select(key => $"{key} {value}")]);
    }
}

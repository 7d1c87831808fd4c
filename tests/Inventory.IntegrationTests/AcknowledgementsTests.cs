using CsCheck;
using Inventory.Worker.Messaging;
using Microsoft.Extensions.Time.Testing;

namespace Inventory.IntegrationTests;

public sealed class AcknowledgementsTests
{
    private static readonly TimeSpan s_gathering = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(50);

    private readonly FakeTimeProvider _clock = new();
    private readonly Broker _broker = new();
    private readonly Acknowledgements _acknowledgements;

    public AcknowledgementsTests() => _acknowledgements = new Acknowledgements(_broker.TakeAsync, _clock);

    [Fact]
    public async Task What_comes_together_is_acknowledged_as_one_whatever_its_order()
    {
        Deliver(5);
        var acknowledged = Acknowledge(3, 1, 2);
        Assert.Empty(_broker.Frames);
        Assert.False(acknowledged.IsCompleted);

        await _clock.GoesOnUntilAsync(acknowledged);

        Assert.Equal([(3, true)], _broker.Frames);
        Assert.Equal([4, 5], _broker.Unacknowledged);
    }

    [Fact]
    public async Task What_is_behind_one_that_is_under_way_waits_for_it_and_goes_with_it()
    {
        Deliver(6);
        var acknowledged = Acknowledge(6, 4, 2, 1);
        _clock.Advance(s_patience - s_gathering);
        Assert.Empty(_broker.Frames);
        Assert.False(acknowledged.IsCompleted);

        acknowledged = Task.WhenAll(acknowledged, Acknowledge(5, 3));
        await _clock.GoesOnUntilAsync(acknowledged);

        Assert.Equal([(6, true)], _broker.Frames);
    }

    [Fact]
    public async Task What_is_behind_one_that_is_under_way_for_long_is_acknowledged_alone()
    {
        Deliver(6);
        var acknowledged = Acknowledge(1, 2, 4, 6);
        await _clock.GoesOnUntilAsync(acknowledged);
        acknowledged = Acknowledge(3, 5);
        await _clock.GoesOnUntilAsync(acknowledged);

        Assert.Equal([(2, true), (4, false), (6, false), (5, true)], _broker.Frames);
    }

    [Fact]
    public async Task What_is_given_back_is_never_acknowledged_with_those_behind_it()
    {
        Deliver(3);
        var acknowledged = Acknowledge(2);
        await _clock.GoesOnUntilAsync(acknowledged);
        _broker.Return(1);
        _acknowledgements.Returned(1);
        acknowledged = Acknowledge(3);
        await _clock.GoesOnUntilAsync(acknowledged);

        Assert.Equal([(2, false), (3, true)], _broker.Frames);
        Assert.Equal([1], _broker.Returned);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(1, 3)]
    public async Task Where_not_all_deliveries_come_by_each_is_acknowledged_alone(params int[] seen)
    {
        Array.ForEach([1, 2, 3, 4], _broker.Deliver);
        Array.ForEach(seen, delivery => _acknowledgements.Delivered((ulong)delivery));
        _acknowledgements.Delivered(4);
        var acknowledged = Acknowledge([.. seen, 4]);
        await _clock.GoesOnUntilAsync(acknowledged);

        Assert.Equal([.. seen.Select(delivery => (delivery, false)), (4, false)], _broker.Frames);
    }

    [Fact]
    public async Task Nothing_is_acknowledged_while_another_acknowledgement_is_being_sent()
    {
        Deliver(2);
        var slow = _broker.Slow = new TaskCompletionSource();
        var first = Acknowledge(1);
        await Eventually.SeesAsync(() => { _clock.Advance(s_gathering); return _broker.Begun; }, begun => begun == 1);
        _broker.Slow = null;
        var second = Acknowledge(2);
        _clock.Advance(s_gathering);
        Assert.Empty(_broker.Frames);
        Assert.False(first.IsCompleted || second.IsCompleted);

        slow.SetResult();
        await first;
        await _clock.GoesOnUntilAsync(second);
        Assert.Equal([(1, true), (2, true)], _broker.Frames);
    }

    [Fact]
    public async Task A_failure_is_told_to_those_who_wait_and_to_nobody_after_them()
    {
        Deliver(2);
        _broker.Failure = new IOException("broken");
        var acknowledged = Acknowledge(1);
        Assert.Same(_broker.Failure, await Assert.ThrowsAsync<IOException>(() => _clock.GoesOnUntilAsync(acknowledged)));

        _broker.Failure = null;
        acknowledged = Acknowledge(2);
        await _clock.GoesOnUntilAsync(acknowledged);
    }

    [Fact]
    public void Whatever_the_order_only_what_was_dealt_with_is_acknowledged_and_all_of_it() =>
        Gen.Int[0, 9].Array[0, 200].Sample(steps =>
        {
            var clock = new FakeTimeProvider();
            var broker = new Broker();
            var acknowledgements = new Acknowledgements(broker.TakeAsync, clock);
            var random = new Random(steps.Length);
            var underWay = new List<int>();
            var settled = new HashSet<int>();
            var returned = new HashSet<int>();
            var delivered = 0;
            foreach (var step in steps)
            {
                if (step < 4 || underWay.Count == 0)
                {
                    broker.Deliver(++delivered);
                    acknowledgements.Delivered((ulong)delivered);
                    underWay.Add(delivered);
                }
                else
                {
                    var picked = underWay[random.Next(underWay.Count)];
                    underWay.Remove(picked);
                    if (step == 9)
                    {
                        broker.Return(picked);
                        acknowledgements.Returned((ulong)picked);
                        returned.Add(picked);
                    }
                    else
                    {
                        _ = acknowledgements.AcknowledgeAsync((ulong)picked);
                        settled.Add(picked);
                    }
                }

                if (step == 8)
                {
                    clock.Advance(s_patience);
                    Assert.True(settled.SetEquals(broker.Acknowledged));
                }

                Assert.True(settled.IsSupersetOf(broker.Acknowledged));
                Assert.True(returned.SetEquals(broker.Returned));
            }

            clock.Advance(s_patience);
            Assert.True(settled.SetEquals(broker.Acknowledged));
            Assert.Equal(underWay.Order(), broker.Unacknowledged);
        });

    private void Deliver(int count)
    {
        for (var delivery = 1; delivery <= count; delivery++)
        {
            _broker.Deliver(delivery);
            _acknowledgements.Delivered((ulong)delivery);
        }
    }

    private Task Acknowledge(params int[] deliveries) =>
        Task.WhenAll(deliveries.Select(delivery => _acknowledgements.AcknowledgeAsync((ulong)delivery)));

    /// <summary>RabbitMQ's side of a channel: it closes one that acknowledges what is not unacknowledged.</summary>
    private sealed class Broker
    {
        private readonly SortedSet<int> _unacknowledged = [];

        public List<(int Delivery, bool Multiple)> Frames { get; } = [];

        public HashSet<int> Acknowledged { get; } = [];

        public HashSet<int> Returned { get; } = [];

        public IEnumerable<int> Unacknowledged => _unacknowledged;

        public Exception? Failure { get; set; }

        /// <summary>What a frame waits for before it arrives.</summary>
        public TaskCompletionSource? Slow { get; set; }

        /// <summary>How many frames are on their way or have arrived.</summary>
        public int Begun { get; private set; }

        public void Deliver(int delivery) => _unacknowledged.UnionWith([delivery]);

        public void Return(int delivery)
        {
            Assert.True(_unacknowledged.Remove(delivery), "unknown delivery tag");
            Returned.Add(delivery);
        }

        public async ValueTask TakeAsync(ulong delivery, bool multiple)
        {
            if (Failure is not null)
            {
                throw Failure;
            }

            var slow = Slow;
            Begun++;
            await (slow?.Task ?? Task.CompletedTask);

            var number = (int)delivery;
            Assert.Contains(number, _unacknowledged);
            Frames.Add((number, multiple));
            Acknowledged.UnionWith(multiple ? _unacknowledged.Where(unacknowledged => unacknowledged <= number) : [number]);
            _unacknowledged.ExceptWith(Acknowledged);
        }
    }
}

using Inventory.Worker.Messaging.Consumption;
using Microsoft.Extensions.Time.Testing;

namespace Inventory.IntegrationTests;

public sealed class QueueGuardTests
{
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(3);

    private readonly FakeTimeProvider _clock = new();
    private readonly QueueGuard _guard;

    public QueueGuardTests() => _guard = new QueueGuard(TimeSpan.FromSeconds(30), _clock);

    [Fact]
    public void A_consumer_that_gets_nothing_for_so_long_while_messages_wait_is_to_be_restarted()
    {
        Assert.All(Looks(11), _ => Assert.Equal(Remedy.None, Look(waiting: 5)));

        Assert.Equal(Remedy.Restart, Look(waiting: 5));
    }

    [Fact]
    public void One_that_is_silent_again_after_its_restart_is_given_up()
    {
        Assert.All(Looks(11), _ => Look(waiting: 5));
        Assert.Equal(Remedy.Restart, Look(waiting: 5));
        _guard.Restarted(delivered: 0);
        Assert.All(Looks(10), _ => Assert.Equal(Remedy.None, Look(waiting: 5)));

        Assert.Equal(Remedy.GiveUp, Look(waiting: 5));
    }

    [Fact]
    public void One_that_has_got_something_since_its_restart_is_restarted_once_more()
    {
        Assert.All(Looks(12), _ => Look(waiting: 5));
        _guard.Restarted(delivered: 0);
        Assert.All(Looks(11), _ => Assert.Equal(Remedy.None, Look(waiting: 5, delivered: 1)));

        Assert.Equal(Remedy.Restart, Look(waiting: 5, delivered: 1));
    }

    [Theory]
    [InlineData(0u, true)] // nothing waits
    [InlineData(5u, false)] // it holds as much as it may
    [InlineData(null, true)] // it cannot be told, or says nothing: a server is away, or RabbitMQ
    public void Silence_without_a_reason_to_expect_anything_is_no_silence(uint? waiting, bool hasRoom)
    {
        Assert.All(Looks(100), _ => Assert.Equal(Remedy.None, Look(waiting, hasRoom: hasRoom)));
    }

    [Fact]
    public void A_delivery_or_a_moment_without_waiting_messages_ends_a_silence()
    {
        Assert.All(Looks(9), _ => Look(waiting: 5));
        Look(waiting: 0);
        Assert.All(Looks(9), _ => Look(waiting: 5));
        Look(waiting: 5, delivered: 1);

        Assert.All(Looks(10), _ => Assert.Equal(Remedy.None, Look(waiting: 5, delivered: 1)));
    }

    [Fact]
    public void What_seemed_to_be_silence_and_was_not_does_not_count_towards_the_next()
    {
        Assert.All(Looks(12), _ => Look(waiting: 5));
        _guard.Acquit();

        Assert.All(Looks(10), _ => Assert.Equal(Remedy.None, Look(waiting: 5)));
        Assert.Equal(Remedy.Restart, Look(waiting: 5));
    }

    [Fact]
    public void A_consumer_that_is_down_twice_in_a_row_while_RabbitMQ_answers_is_hurried_but_not_all_the_time()
    {
        Assert.Equal(Remedy.None, Look(waiting: 0, isConsuming: false));
        Assert.Equal(Remedy.Hurry, Look(waiting: 0, isConsuming: false));
        Assert.Equal(Remedy.None, Look(waiting: 0, isConsuming: false));
        Assert.Equal(Remedy.Hurry, Look(waiting: 0, isConsuming: false));
    }

    [Fact]
    public void A_consumer_that_is_down_with_RabbitMQ_is_left_alone()
    {
        Assert.All(Looks(100), _ => Assert.Equal(Remedy.None, Look(waiting: null, isConsuming: false)));
    }

    private static IEnumerable<int> Looks(int count) => Enumerable.Range(1, count);

    private Remedy Look(uint? waiting, long delivered = 0, bool hasRoom = true, bool isConsuming = true)
    {
        var remedy = _guard.Judge(isConsuming, delivered, hasRoom, waiting);
        _clock.Advance(s_look);
        return remedy;
    }
}

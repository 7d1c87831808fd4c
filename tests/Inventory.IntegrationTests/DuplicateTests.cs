using Inventory.Contracts;
using Inventory.Testing.Faults;
using Inventory.Testing.Servers;
using Inventory.Testing.Spaces;
using Inventory.Testing.Workers;

namespace Inventory.IntegrationTests;

public sealed class DuplicateTests(TestServers servers)
{
    private static readonly Guid s_oneId = new("00000000-0000-0000-0000-000000000001");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_order_that_comes_fifty_times_is_applied_once_and_answered_under_one_id(bool underOneMessageId)
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await space.StartWorkerAsync();
        await space.StockAsync(("A", 100));
        var order = Given.Order("o-1", ("A", 3));

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => space.Publisher.PublishAsync(order, underOneMessageId ? s_oneId : null)));

        var answers = await Eventually.SeesAsync(space.Subscriber.All<StockCommitted>, answers => answers.Count == 50);
        Assert.Single(answers.DistinctBy(answer => (answer.MessageId, answer.Event.CommittedAt, answer.Event.Lines.Single())));
        Assert.Single(space.Subscriber.All<StockLevelsChanged>().Where(IsOfOrder).DistinctBy(changed => changed.MessageId));
        await Audit.HoldsAsync(space, ("A", 100, 3));
        Assert.Null(await space.Queues.ReadyAsync(QueueInspector.OrderErrors));
    }

    [Fact]
    public async Task Repetitions_within_one_group_are_applied_once()
    {
        await using var space = await servers.OpenSpaceAsync();
        var (redis, throughProxy) = space.Connections.BeforeRedis();
        await using var proxy = redis;
        await using var worker = await InProcessWorker.StartAsync(throughProxy);
        await space.StockAsync(("A", 100), ("held", 1));

        await OneGroup.FormAsync(space, proxy, () => space.Publisher.PublishPlainAsync(Enumerable.Repeat(Given.Order("o-1", ("A", 3)), 50)));

        // Fifty, and the order before them.
        var answers = await Eventually.SeesAsync(space.Subscriber.All<StockCommitted>, answers => answers.Count == 51);
        Assert.Equal(2, answers.DistinctBy(answer => answer.MessageId).Count());
        Assert.InRange(worker.Measurements.Groups.Max(), 25, 50);
        await Audit.HoldsAsync(space, ("A", 100, 3), ("held", 1, 1));
    }

    [Fact]
    public async Task A_repetition_after_a_restart_gets_the_first_answer_again_word_for_word()
    {
        await using var space = await servers.OpenSpaceAsync();
        var order = Given.Order("o-1", ("A", 3));
        await using (var worker = await space.StartWorkerAsync())
        {
            await space.StockAsync(("A", 100));
            await space.Publisher.PublishAsync(order);
            await space.Subscriber.HearsAnswersAsync(1);
            await worker.StopAsync();
        }

        await using var next = await space.StartWorkerAsync();
        await space.Publisher.PublishAsync(order);

        var answers = await Eventually.SeesAsync(space.Subscriber.All<StockCommitted>, answers => answers.Count == 2);
        Assert.Single(answers.DistinctBy(answer => (answer.MessageId, answer.Event.CommittedAt, answer.Event.Lines.Single())));
        var changes = space.Subscriber.All<StockLevelsChanged>().Where(IsOfOrder).ToArray();
        Assert.Equal(2, changes.Length);
        Assert.Single(changes.DistinctBy(changed => (changed.MessageId, changed.Event.Changes.Single())));
        await Audit.HoldsAsync(space, ("A", 100, 3));
    }

    [Fact]
    public async Task A_rejected_order_stays_rejected_when_it_comes_again_after_goods_have_arrived()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await space.StartWorkerAsync();
        await space.StockAsync(("A", 1));
        var order = Given.Order("o-1", ("A", 3));
        await space.Publisher.PublishAsync(order);
        await space.Subscriber.HearsAnswersAsync(1);
        await space.Publisher.PublishAsync(Given.Receipt("more", ("A", 100)));
        await space.Subscriber.HearsAsync<StockLevelsChanged>(changed => changed.Changes is [{ OnHand: 101 }]);

        await space.Publisher.PublishAsync(order);

        var answers = await Eventually.SeesAsync(space.Subscriber.All<StockRejected>, answers => answers.Count == 2);
        Assert.Single(answers.DistinctBy(answer => (answer.MessageId, answer.Event.RejectedAt, answer.Event.Lines.Single())));
        await Audit.HoldsAsync(space, ("A", 101, 0));
    }

    [Fact]
    public async Task Two_workers_that_get_the_same_orders_at_once_apply_each_once()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var one = await space.StartWorkerAsync(("Prefetch", "10"));
        await using var other = await space.StartWorkerAsync(("Prefetch", "10"));
        await space.StockAsync(("A", 1_000));

        await space.Publisher.PublishPlainAsync(Given.Orders(50, "A").Concat(Given.Orders(50, "unknown")).SelectMany(order => Enumerable.Repeat(order, 6)));

        await Eventually.SeesAsync(
            () => space.Subscriber.All<StockCommitted>().Count + space.Subscriber.All<StockRejected>().Count, answers => answers == 600);
        Assert.Equal(50, space.Subscriber.Distinct<StockCommitted>().Count);
        Assert.Equal(50, space.Subscriber.Distinct<StockRejected>().Count);
        Assert.NotEmpty(one.Measurements.Groups);
        Assert.NotEmpty(other.Measurements.Groups);
        await Audit.HoldsAsync(space, ("A", 1_000, 50));
        Assert.Null(await space.Queues.ReadyAsync(QueueInspector.OrderErrors));
    }

    private static bool IsOfOrder(HeardEvent<StockLevelsChanged> changed) =>
        changed.Event.Changes.Any(change => change.Cause.MessageType == nameof(OrderPlaced));
}

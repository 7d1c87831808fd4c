using Inventory.Contracts;
using Inventory.Stock.Decisions;
using Inventory.Testing.Servers;
using Inventory.Testing.Spaces;
using Inventory.Worker.Hosting;
using Inventory.Worker.Messaging.Events;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;

namespace Inventory.IntegrationTests.Events;

public sealed class EventPublisherTests(TestServers servers)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_published_while_the_connection_breaks_again_and_again_arrives_under_its_ids()
    {
        await using var space = await servers.OpenSpaceAsync();
        var (proxy, through) = space.Connections.BeforeRabbitMq();
        await using var broken = proxy;
        await using var publisher = PublisherTo(through);
        var published = new List<Guid>();
        for (var group = 0; group < 30; group++)
        {
            var events = Enumerable.Range(0, 200).Select(i => Replenished($"SKU-{group}-{i}")).ToArray();
            var publishing = publisher.PublishAsync(events, Stop);
            if (group % 3 == 0)
            {
                proxy.Break();
            }

            await publishing;
            published.AddRange(events.Select(one => one.MessageId));
        }

        await Eventually.SeesAsync(
            () => space.Subscriber.All<StockReplenished>().Select(heard => heard.MessageId).ToHashSet(), heard => heard.SetEquals(published));
    }

    [Fact]
    public async Task Several_who_publish_at_the_same_time_each_wait_for_their_own()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var publisher = PublisherTo(space.Connections);
        var groups = Enumerable.Range(0, 20).Select(group => Enumerable.Range(0, 50).Select(i => Replenished($"SKU-{group}-{i}")).ToArray()).ToArray();

        await Task.WhenAll(groups.Select(events => publisher.PublishAsync(events, Stop)));

        await Eventually.SeesAsync(() => space.Subscriber.All<StockReplenished>().Count, heard => heard == 20 * 50);
    }

    [Fact]
    public async Task A_message_that_RabbitMQ_refuses_is_published_until_it_is_taken()
    {
        const string Narrow = "narrow";
        await using var space = await servers.OpenSpaceAsync();
        await space.Queues.DeclareNarrowAsync(Narrow, "Inventory.Contracts:StockReplenished");
        await using var publisher = PublisherTo(space.Connections);
        await publisher.PublishAsync([Replenished("A")], Stop);

        var refused = publisher.PublishAsync([Replenished("B")], Stop);
        await Eventually.SeesAsync(() => space.Subscriber.All<StockReplenished>().Count(heard => heard.Event.Sku == "B"), times => times >= 2);
        Assert.False(refused.IsCompleted);
        await space.Queues.DeleteAsync(Narrow);

        await refused;
    }

    [Fact]
    public async Task An_exchange_that_somebody_has_deleted_is_declared_again()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var connection = await AmqpConnection.OpenAsync(space.Connections.RabbitMq);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: Stop);
        await using var publisher = PublisherTo(space.Connections);
        await publisher.PublishAsync([Replenished("A")], Stop);
        await channel.ExchangeDeleteAsync("Inventory.Contracts:StockReplenished", cancellationToken: Stop);

        await publisher.PublishAsync([Replenished("B")], Stop);

        await channel.ExchangeDeclarePassiveAsync("Inventory.Contracts:StockReplenished", Stop);
    }

    [Fact]
    public async Task Who_gives_up_waits_no_longer()
    {
        await using var space = await servers.OpenSpaceAsync();
        var (proxy, through) = space.Connections.BeforeRabbitMq();
        await using var silent = proxy;
        await using var publisher = PublisherTo(through);
        await publisher.PublishAsync([Replenished("A")], Stop);
        proxy.Hold();
        using var patience = new CancellationTokenSource();
        var publishing = publisher.PublishAsync([Replenished("B")], patience.Token);
        await Eventually.SeesAsync(() => proxy.HeldText, held => held.Contains("StockReplenished", StringComparison.Ordinal));

        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => publishing);
    }

    [Fact]
    public async Task Who_asks_whether_events_can_be_published_does_not_break_off_the_connection_that_is_being_opened_for_them()
    {
        await using var space = await servers.OpenSpaceAsync();
        var (proxy, through) = space.Connections.BeforeRabbitMq();
        await using var slow = proxy;
        await using var publisher = PublisherTo(through);
        proxy.Hold();

        Assert.Equal("No answer within 0.1 s.", await publisher.WhyAwayAsync(Stop));
        await proxy.ReleaseAsync();

        await Eventually.SeesAsync<string?>(() => publisher.WhyAwayAsync(Stop), reason => reason is null);
        await publisher.PublishAsync([Replenished("A")], Stop);
        Assert.Equal(1, proxy.Connections);
    }

    private static OutgoingEvent Replenished(string sku) => new(DerivedId.From("test", sku), new StockReplenished(sku, "default", 1, 0, 2));

    private static EventPublisher PublisherTo(Connections connections) => new(
        new ConnectionSettings(connections.Postgres, connections.Redis, connections.RabbitMq),
        TimeProvider.System,
        Options.Create(new WorkerOptions { ShortestPause = TimeSpan.FromMilliseconds(20), LongestPause = TimeSpan.FromMilliseconds(100) }),
        NullLogger<EventPublisher>.Instance);
}

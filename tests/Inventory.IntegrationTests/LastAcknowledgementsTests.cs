using Inventory.Testing.Servers;
using Inventory.Testing.Spaces;
using Inventory.Worker.Messaging;
using Microsoft.Extensions.Time.Testing;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Inventory.IntegrationTests;

/// <summary>
/// A stopping consumer is cancelled, and then what it holds is finished and acknowledged, and its channel closed. Of what it acknowledges message by
/// message RabbitMQ may forget all but the first 33 then, which it had sent on to the quorum queue (3.10).
/// </summary>
public sealed class LastAcknowledgementsTests(TestServers servers)
{
    private const int Deliveries = 200;

    private readonly FakeTimeProvider _clock = new();

    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_group_of_a_cancelled_consumer_acknowledges_in_any_order_holds_when_its_channel_is_closed()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var connection = await AmqpConnection.OpenAsync(space.Connections.RabbitMq);
        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), None);
        string[] queues = ["one", "two", "three", "four", "five"];
        foreach (var queue in queues)
        {
            await space.Queues.DeclareAsync(queue, "quorum");
            await PublishAsync(Deliveries);
            await ConsumeAsync(connection, queue);
            await PublishAsync(1);

            Task PublishAsync(int messages) =>
                Task.WhenAll(Enumerable.Range(0, messages).Select(_ => channel.BasicPublishAsync("", queue, new byte[] { 1 }, None).AsTask()));
        }

        // Counted some moments ago; one that is acknowledged and comes again never leaves that single one.
        await Eventually.SeesAsync(
            () => space.Queues.AllAsync(), all => all.Count == queues.Length && all.All(queue => queue.Unsettled == 1));
    }

    private async Task ConsumeAsync(IConnection connection, string queue)
    {
        await using var channel = await connection.CreateChannelAsync(cancellationToken: None);
        var acknowledgements = new Acknowledgements((delivery, multiple) => channel.BasicAckAsync(delivery, multiple), _clock);
        var all = new TaskCompletionSource();
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            acknowledgements.Delivered(delivery.DeliveryTag);
            if (delivery.DeliveryTag == Deliveries)
            {
                all.SetResult();
            }

            return Task.CompletedTask;
        };
        var tag = await channel.BasicConsumeAsync(queue, autoAck: false, consumer, None);
        await all.Task.WaitAsync(TimeSpan.FromSeconds(30), None);
        await channel.BasicCancelAsync(tag, cancellationToken: None);

        // The last half first, and a millisecond later the rest.
        var acknowledged = Enumerable.Range(1, Deliveries).Reverse().Chunk(Deliveries / 2).Select(half =>
        {
            var sent = Task.WhenAll(half.Select(delivery => acknowledgements.AcknowledgeAsync((ulong)delivery)));
            _clock.Advance(TimeSpan.FromMilliseconds(1));
            return sent;
        }).ToArray();
        while (!Array.TrueForAll(acknowledged, sent => sent.IsCompleted))
        {
            _clock.Advance(TimeSpan.FromMilliseconds(1));
            await Task.Yield();
        }

        await Task.WhenAll(acknowledged);
        await channel.CloseAsync(None);
    }
}

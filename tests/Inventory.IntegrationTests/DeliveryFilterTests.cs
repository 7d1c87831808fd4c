using System.Reflection;
using Inventory.Worker.Messaging;
using MassTransit;
using MassTransit.RabbitMqTransport;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RabbitMQ.Client;

namespace Inventory.IntegrationTests;

public sealed class DeliveryFilterTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly ChannelContext _channel = DispatchProxy.Create<ChannelContext, Channel>();

    private static CancellationToken None => TestContext.Current.CancellationToken;

    private Channel Sent => (Channel)(object)_channel;

    [Fact]
    public async Task Deliveries_that_are_dealt_with_together_are_acknowledged_as_one()
    {
        await ConsumeAsync(async endpoint =>
        {
            await DeliverAsync(3);
            var acknowledged = Task.WhenAll(Enumerable.Range(1, 3).Select(delivery => endpoint.BasicAck((ulong)delivery, false, None).AsTask()));
            _clock.Advance(TimeSpan.FromMilliseconds(1));
            await acknowledged;
        });

        Assert.Equal(["ack 3 and all before"], Sent.Frames);
    }

    [Fact]
    public async Task A_delivery_that_is_given_back_is_not_acknowledged_with_others_before_its_return_is_sent()
    {
        await ConsumeAsync(async endpoint =>
        {
            await DeliverAsync(3);
            Sent.Return = new TaskCompletionSource();
            var returned = endpoint.BasicNack(1, false, true, None);
            await AcknowledgeAsync(endpoint, 2);
            Sent.Return.SetResult();
            await returned;
            await AcknowledgeAsync(endpoint, 3);
        });

        Assert.Equal(["return 1", "ack 2", "ack 3 and all before"], Sent.Frames);
    }

    private Task ConsumeAsync(Func<ChannelContext, Task> consume) => new DeliveryFilter(_clock, NullLogger<DeliveryFilter>.Instance).Send(
        _channel,
        Pipe.ExecuteAsync<ChannelContext>(async endpoint =>
        {
            await endpoint.BasicConsume("orders", false, false, null, new EndlessConsumer(), "", None);
            await consume(endpoint);
        }));

    private async Task DeliverAsync(int count)
    {
        for (var delivery = 1; delivery <= count; delivery++)
        {
            await Sent.Consumer!.HandleBasicDeliverAsync("tag", (ulong)delivery, false, "exchange", "key", new BasicProperties(), default, None);
        }
    }

    private Task AcknowledgeAsync(ChannelContext endpoint, ulong delivery) =>
        _clock.GoesOnUntilAsync(endpoint.BasicAck(delivery, false, None).AsTask());

    /// <summary>What reaches the channel.</summary>
    public class Channel : DispatchProxy
    {
        public List<string> Frames { get; } = [];

        public IAsyncBasicConsumer? Consumer { get; private set; }

        /// <summary>Done when returns have been sent.</summary>
        public TaskCompletionSource Return { get; set; } = new();

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            switch (targetMethod!.Name)
            {
                case nameof(ChannelContext.BasicConsume):
                    Consumer = args!.OfType<IAsyncBasicConsumer>().Single();
                    return Task.FromResult("tag");
                case nameof(ChannelContext.BasicAck):
                    Frames.Add($"ack {args![0]}{(args[1] is true ? " and all before" : "")}");
                    return ValueTask.CompletedTask;
                case nameof(ChannelContext.BasicNack):
                    Frames.Add($"return {args![0]}");
                    return Return.Task;
                case $"get_{nameof(ChannelContext.CancellationToken)}":
                    return None;
                default:
                    throw new NotSupportedException(targetMethod.Name);
            }
        }
    }

    private sealed class EndlessConsumer() : AsyncDefaultBasicConsumer(null!)
    {
        public override Task HandleBasicDeliverAsync(
            string consumerTag,
            ulong deliveryTag,
            bool redelivered,
            string exchange,
            string routingKey,
            IReadOnlyBasicProperties properties,
            ReadOnlyMemory<byte> body,
            CancellationToken cancellationToken = default) => new TaskCompletionSource().Task;
    }
}

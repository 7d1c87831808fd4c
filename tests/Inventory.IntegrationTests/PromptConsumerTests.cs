using System.Text;
using Inventory.Worker.Messaging;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using RabbitMQ.Client;

namespace Inventory.IntegrationTests;

public sealed class PromptConsumerTests
{
    private readonly SlowConsumer _slow = new();
    private readonly FakeLogger _log = new();

    [Fact]
    public async Task Deliveries_are_handed_on_in_their_order_while_those_before_are_not_finished()
    {
        await DeliverAsync("first", "second", "third");

        Assert.Equal(["first", "second", "third"], _slow.Begun);
        Assert.Empty(_slow.Finished);
    }

    [Fact]
    public async Task A_body_is_there_after_the_client_has_taken_its_memory_back()
    {
        await DeliverAsync("first", "second");

        await _slow.FinishAsync();

        Assert.Equal(["first", "second"], _slow.Finished);
    }

    [Fact]
    public async Task A_failure_that_nothing_deals_with_is_logged_and_those_behind_are_handed_on()
    {
        _slow.Failure = new InvalidOperationException("broken");
        await DeliverAsync("first");
        _slow.Failure = null;
        await DeliverAsync("second");

        var record = Assert.Single(_log.Collector.GetSnapshot());
        Assert.Equal((LogLevel.Error, _slow.Broken), (record.Level, record.Exception));
        Assert.Equal(["first", "second"], _slow.Begun);
    }

    /// <summary>As the client does: from memory that holds something else as soon as the consumer has returned.</summary>
    private async Task DeliverAsync(params string[] bodies)
    {
        var consumer = new PromptConsumer(_slow, new Acknowledgements((_, _) => default, TimeProvider.System), _log);
        foreach (var text in bodies)
        {
            var memory = Encoding.UTF8.GetBytes(text);
            var handled = consumer.HandleBasicDeliverAsync("tag", 1, false, "exchange", "key", new BasicProperties(), memory, TestContext.Current.CancellationToken);
            Assert.True(handled.IsCompletedSuccessfully);
            await handled;
            memory.AsSpan().Fill((byte)'?');
        }
    }

    private sealed class SlowConsumer : AsyncDefaultBasicConsumer
    {
        private readonly TaskCompletionSource _released = new();
        private readonly List<Task<string>> _under = [];

        public SlowConsumer()
            : base(null!)
        {
        }

        public Exception? Failure { get; set; }

        public Exception? Broken { get; private set; }

        public List<string> Begun { get; } = [];

        public IReadOnlyList<string> Finished { get; private set; } = [];

        public override Task HandleBasicDeliverAsync(
            string consumerTag,
            ulong deliveryTag,
            bool redelivered,
            string exchange,
            string routingKey,
            IReadOnlyBasicProperties properties,
            ReadOnlyMemory<byte> body,
            CancellationToken cancellationToken = default)
        {
            Begun.Add(Encoding.UTF8.GetString(body.Span));
            if (Failure is not null)
            {
                throw Broken = Failure;
            }

            var finishing = FinishAsync(body);
            _under.Add(finishing);
            return finishing;
        }

        public async Task FinishAsync()
        {
            _released.SetResult();
            Finished = await Task.WhenAll(_under);
        }

        private async Task<string> FinishAsync(ReadOnlyMemory<byte> body)
        {
            await _released.Task;
            return Encoding.UTF8.GetString(body.Span);
        }
    }
}

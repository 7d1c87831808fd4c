using Inventory.Contracts;
using Inventory.Stock.Decisions;
using Inventory.Worker.Messaging;
using Inventory.Worker.Messaging.Events;
using MassTransit;
using MassTransit.Serialization;
using Microsoft.Extensions.Time.Testing;

namespace Inventory.IntegrationTests.Events;

public sealed class EventWriterTests : IDisposable
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    private static readonly Guid s_id = DerivedId.From("test", "event");

    private readonly EventWriter _writer = new(new FakeTimeProvider(s_now));

    [Fact]
    public void MassTransit_reads_what_is_written_as_if_it_had_written_it_itself()
    {
        var rejected = new StockRejected("o-1 \"ä€😀", RejectionReason.OutOfStock, [new RejectedLine("A", "default", 3, -2)], s_now);
        var context = Read(new OutgoingEvent(s_id, rejected));

        Assert.True(context.TryGetMessage<StockRejected>(out var message));
        Assert.Equal((rejected.OrderId, rejected.Reason, rejected.RejectedAt), (message!.OrderId, message.Reason, message.RejectedAt));
        Assert.Equal(rejected.Lines, message.Lines);
        Assert.Equal([MessageUrn.ForTypeString<StockRejected>()], context.SupportedMessageTypes);
    }

    [Fact]
    public void An_envelope_tells_which_message_it_is_when_it_was_sent_and_by_whom()
    {
        var context = Read(new OutgoingEvent(s_id, new ReservationDue("cart-7")));

        Assert.Equal((s_id, s_now.UtcDateTime), (context.MessageId, context.SentTime));
        Assert.Equal(Environment.MachineName, context.Host.MachineName);
    }

    [Fact]
    public void One_message_leaves_nothing_in_the_next()
    {
        Read(new OutgoingEvent(s_id, new StockCommitted(new string('x', 10_000), [], s_now)));

        Assert.True(Read(new OutgoingEvent(s_id, new ReservationDue("cart-7"))).TryGetMessage<ReservationDue>(out var message));
        Assert.Equal("cart-7", message!.ReservationId);
    }

    public void Dispose() => _writer.Dispose();

    private SerializerContext Read(OutgoingEvent one) => SystemTextJsonMessageSerializer.Instance.Deserialize(
        new BytesMessageBody(_writer.Write(one, EventType.Of(one.Message)).ToArray()), EmptyHeaders.Instance);
}

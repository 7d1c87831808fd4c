using System.Buffers.Binary;
using System.Text;
using Inventory.Contracts;
using Inventory.Testing.Faults;
using Inventory.Testing.Servers;
using Inventory.Testing.Spaces;
using Inventory.Worker.Hosting;
using Inventory.Worker.Verbs.Errors;

namespace Inventory.IntegrationTests;

public sealed class ErrorQueuesTests(TestServers servers)
{
    private const int Messages = 3;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_error_queue_that_RabbitMQ_takes_for_empty_while_its_leader_is_busy_is_looked_into()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await space.StartWorkerAsync(("QueueType", "Quorum"));
        for (var number = 0; number < Messages; number++)
        {
            await space.Publisher.PublishRawAsync<OrderPlaced>(Encoding.UTF8.GetBytes($"no order {number}"));
            await Eventually.SeesAsync(() => space.Queues.ReadyAsync(QueueInspector.OrderErrors), ready => ready > number);
        }

        var (rabbitMq, throughProxy) = space.Connections.BeforeRabbitMq();
        await using var proxy = rabbitMq;
        proxy.AlterReply = WithoutCount;

        var found = new List<string>();
        await using (var queues = await ErrorQueues.OpenAsync(new ConnectionSettings("", "", throughProxy.RabbitMq), TimeProvider.System, Stop))
        {
            await queues.LookAsync(
                new ErrorFilter(new ErrorsInput { QueueFlag = QueueInspector.Orders }), (_, delivery) => found.Add(Encoding.UTF8.GetString(delivery.Body.Span)), Stop);
        }

        Assert.NotEqual(0, proxy.Altered);
        Assert.Equal(Enumerable.Range(0, Messages).Select(number => $"no order {number}"), found);
    }

    /// <summary>queue.declare-ok, with no message: what RabbitMQ says of a quorum queue whose leader does not answer it within 250 ms.</summary>
    private static byte[]? WithoutCount(byte[] reply)
    {
        byte[] declared = [0, 50, 0, 11, (byte)QueueInspector.OrderErrors.Length, .. Encoding.UTF8.GetBytes(QueueInspector.OrderErrors)];
        if (reply.AsSpan().IndexOf(declared) is not (>= 0 and var at))
        {
            return null;
        }

        BinaryPrimitives.WriteUInt32BigEndian(reply.AsSpan(at + declared.Length), 0);
        return reply;
    }
}

using System.Net;
using System.Net.Sockets;
using Inventory.Testing.Servers;
using Inventory.Testing.Spaces;
using Inventory.Worker.Hosting;
using Inventory.Worker.Messaging.Consumption;

namespace Inventory.IntegrationTests;

public sealed class QueueWatchTests(TestServers servers)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_counts_what_waits_and_gives_back_what_it_is_handed()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using (await space.StartWorkerAsync())
        {
            // Declares the queues.
        }

        await space.Publisher.PublishPlainAsync(Given.Orders(3, "A"));
        await using var watch = new QueueWatch(new ConnectionSettings("", "", space.Connections.RabbitMq));

        Assert.True(await watch.HandsOutAsync(QueueInspector.Orders, Stop));
        Assert.False(await watch.HandsOutAsync(QueueInspector.Receipts, Stop));

        // A message that is handed back is not answered by RabbitMQ, and counts again a moment later.
        var waiting = await Eventually.SeesAsync(
            () => watch.WaitingAsync([QueueInspector.Orders, "no such queue", QueueInspector.Receipts], Stop),
            seen => seen.GetValueOrDefault(QueueInspector.Orders) == 3 && seen.ContainsKey(QueueInspector.Receipts));
        Assert.Equal(new Dictionary<string, uint> { [QueueInspector.Orders] = 3, [QueueInspector.Receipts] = 0 }, waiting);
    }

    [Fact]
    public async Task It_asks_a_RabbitMQ_that_does_not_answer_once_a_look()
    {
        using var nobody = new TcpListener(IPAddress.Loopback, 0);
        nobody.Start();
        var knocks = 0;
        using var done = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var listening = ListenAsync();
        await using var watch = new QueueWatch(new ConnectionSettings("", "", $"amqp://{nobody.LocalEndpoint}/"));

        Assert.Empty(await watch.WaitingAsync(QueueInspector.Contract, Stop));
        Assert.Empty(await watch.WaitingAsync(QueueInspector.Contract, Stop));

        Assert.Equal(2, knocks);
        await done.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => listening);

        async Task ListenAsync()
        {
            while (true)
            {
                using var knock = await nobody.AcceptTcpClientAsync(done.Token);
                knocks++;
            }
        }
    }
}

using System.Net;
using System.Net.Sockets;
using Inventory.Worker.Messaging;
using MassTransit;
using MassTransit.RabbitMqTransport;
using Microsoft.Extensions.Logging.Abstractions;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Inventory.IntegrationTests;

public sealed class ReplacedConnectionFilterTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly TcpListener _broker = new(IPAddress.Loopback, 0);
    private readonly ConnectionFactory _factory = new();
    private readonly BrokerLink _link = new();
    private readonly ReplacedConnectionFilter _filter;

    public ReplacedConnectionFilterTests()
    {
        _broker.Start();
        _link.Use(_factory);
        _filter = new ReplacedConnectionFilter(_link, TimeProvider.System, NullLogger<ReplacedConnectionFilter>.Instance);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_consumer_that_has_not_noticed_that_its_connection_was_replaced_is_ended()
    {
        await ConnectAsync();
        var consumer = new TaskCompletionSource();
        var consuming = _filter.Send(null!, Pipe.ExecuteAsync<ChannelContext>(_ => consumer.Task));
        await ConnectAsync();

        await Assert.ThrowsAsync<OperationInterruptedException>(() => consuming.WaitAsync(s_patience, Stop));
    }

    [Fact]
    public async Task A_consumer_that_notices_ends_as_it_would_without_being_watched()
    {
        await ConnectAsync();
        var consumer = new TaskCompletionSource();
        var consuming = _filter.Send(null!, Pipe.ExecuteAsync<ChannelContext>(_ => consumer.Task));
        await ConnectAsync();
        consumer.SetCanceled(Stop);

        await Assert.ThrowsAsync<TaskCanceledException>(() => consuming.WaitAsync(s_patience, Stop));
    }

    [Fact]
    public async Task A_consumer_of_the_connection_that_stands_is_left_alone()
    {
        await ConnectAsync();
        await ConnectAsync();
        var consumer = new TaskCompletionSource();
        var consuming = _filter.Send(null!, Pipe.ExecuteAsync<ChannelContext>(_ => consumer.Task));

        consumer.SetResult();
        await consuming.WaitAsync(s_patience, Stop);
    }

    public void Dispose()
    {
        _link.Dispose();
        _broker.Dispose();
    }

    /// <summary>What the bus does when it opens a connection, up to where AMQP begins.</summary>
    private Task ConnectAsync() => _factory.SocketFactory(AddressFamily.InterNetwork)
        .ConnectAsync(IPAddress.Loopback, ((IPEndPoint)_broker.LocalEndpoint).Port, Stop);
}

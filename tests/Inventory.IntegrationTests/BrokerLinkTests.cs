using System.Net;
using System.Net.Sockets;
using System.Reflection;
using Inventory.Worker.Messaging;
using MassTransit;
using RabbitMQ.Client;

namespace Inventory.IntegrationTests;

public sealed class BrokerLinkTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly TcpListener _broker = new(IPAddress.Loopback, 0);
    private readonly ConnectionFactory _factory = new();
    private readonly BrokerLink _link = new();

    public BrokerLinkTests()
    {
        _broker.Start();
        _link.Use(_factory);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_publish_that_heeds_no_token_ends_unconfirmed_when_its_connection_is_replaced()
    {
        await ConnectAsync();
        var publishing = _link.PublishAsync(DispatchProxy.Create<IPublishEndpoint, NeverEnding>(), new object(), Guid.Empty);
        await ConnectAsync();

        await Assert.ThrowsAsync<UnconfirmedException>(() => publishing.WaitAsync(s_patience, Stop));
    }

    public void Dispose()
    {
        _link.Dispose();
        _broker.Dispose();
    }

    /// <summary>What the bus does when it opens a connection, up to where AMQP begins.</summary>
    private Task ConnectAsync() => _factory.SocketFactory(AddressFamily.InterNetwork)
        .ConnectAsync(IPAddress.Loopback, ((IPEndPoint)_broker.LocalEndpoint).Port, Stop);

    /// <summary>A bus that declares an exchange for ever.</summary>
    public class NeverEnding : DispatchProxy
    {
        protected override object Invoke(MethodInfo? targetMethod, object?[]? args) => new TaskCompletionSource().Task;
    }
}

using RabbitMQ.Client;

namespace Inventory.Testing.Spaces;

/// <summary>A connection that comes back by itself, with its topology, after the broker was away.</summary>
public static class AmqpConnection
{
    public static Task<IConnection> OpenAsync(string rabbitMq) => new ConnectionFactory
    {
        Uri = new Uri(rabbitMq),
        MaxInboundMessageBodySize = 128 * 1024 * 1024,
        NetworkRecoveryInterval = TimeSpan.FromMilliseconds(500),
    }.CreateConnectionAsync("integration-tests");
}

using RabbitMQ.Client;

namespace Inventory.Testing.Spaces;

/// <summary>Connections of the tests themselves.</summary>
public static class AmqpConnection
{
    /// <param name="recovers">Comes back by itself, with its topology, after the broker was away.</param>
    public static Task<IConnection> OpenAsync(string rabbitMq, bool recovers = true) => new ConnectionFactory
    {
        Uri = new Uri(rabbitMq),
        AutomaticRecoveryEnabled = recovers,
        MaxInboundMessageBodySize = 128 * 1024 * 1024,
        NetworkRecoveryInterval = TimeSpan.FromMilliseconds(500),
    }.CreateConnectionAsync("integration-tests");
}

using RabbitMQ.Client;

namespace Inventory.Testing.Spaces;

/// <summary>Connections of the tests themselves.</summary>
public static class AmqpConnection
{
    private const string Name = "integration-tests";

    /// <summary>A connection that comes back by itself, with its topology, after the broker was away.</summary>
    public static Task<IConnection> OpenAsync(string rabbitMq) => Factory(rabbitMq, recovers: true).CreateConnectionAsync(Name);

    /// <summary>A connection that stays closed once it was.</summary>
    public static Task<IConnection> OpenOnceAsync(string rabbitMq, CancellationToken cancellationToken) =>
        Factory(rabbitMq, recovers: false).CreateConnectionAsync(Name, cancellationToken);

    private static ConnectionFactory Factory(string rabbitMq, bool recovers) => new()
    {
        Uri = new Uri(rabbitMq),
        AutomaticRecoveryEnabled = recovers,
        MaxInboundMessageBodySize = 128 * 1024 * 1024,
        NetworkRecoveryInterval = TimeSpan.FromMilliseconds(500),
    };
}

using Inventory.Worker.Hosting;
using Inventory.Worker.Messaging;
using RabbitMQ.Client;

namespace Inventory.Worker.Verbs;

/// <summary>A verb's connection to RabbitMQ. It is not recovered when it breaks: whoever waits for the verb is better told.</summary>
public static class VerbConnection
{
    public static Task<IConnection> OpenAsync(ConnectionSettings connections, CancellationToken cancellationToken)
    {
        var factory = new ConnectionFactory { Uri = new Uri(connections.RabbitMq), AutomaticRecoveryEnabled = false };
        BrokerSocket.Use(factory);
        return factory.CreateConnectionAsync("inventory-verb", cancellationToken);
    }

    /// <summary>A channel whose publishes return when the broker has confirmed them.</summary>
    public static Task<IChannel> OpenPublishingAsync(IConnection connection, CancellationToken cancellationToken) => connection.CreateChannelAsync(
        new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), cancellationToken);
}

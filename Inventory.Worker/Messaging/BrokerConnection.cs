using Inventory.Worker.Hosting;
using RabbitMQ.Client;

namespace Inventory.Worker.Messaging;

/// <summary>A connection to RabbitMQ beside the bus's. It does not recover: once it has ended, another is opened.</summary>
internal sealed class BrokerConnection : IAsyncDisposable
{
    private readonly IConnection _connection;
    private readonly BrokerSocket _socket;

    private BrokerConnection(IConnection connection, BrokerSocket socket) => (_connection, _socket) = (connection, socket);

    public IConnection Amqp => _connection;

    /// <summary>Cancelled when nothing comes over it any more. RabbitMQ.Client 7.2.2 does not always say so.</summary>
    public CancellationToken Ended => _socket.Ended;

    /// <param name="connections">Where RabbitMQ is.</param>
    /// <param name="name">What RabbitMQ shows it as.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<BrokerConnection> OpenAsync(ConnectionSettings connections, string name, CancellationToken cancellationToken)
    {
        BrokerSocket? socket = null;
        var factory = new ConnectionFactory
        {
            Uri = new Uri(connections.RabbitMq),
            AutomaticRecoveryEnabled = false,
            RequestedHeartbeat = BrokerSocket.Heartbeat,
        };
        BrokerSocket.Use(factory, opened => socket = opened);
        try
        {
            return new BrokerConnection(await factory.CreateConnectionAsync(name, cancellationToken), socket!);
        }
        catch
        {
            socket?.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _connection.AbortAsync(Constants.ReplySuccess, "", TimeSpan.FromSeconds(1));
        }
        catch (Exception away) when (BrokerFault.IsAway(away))
        {
            // It does not take leave. Without its socket it is gone all the same.
        }
        finally
        {
            _socket.Dispose();
        }
    }
}

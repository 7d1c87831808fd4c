using System.Net.Sockets;
using System.Threading.Channels;
using Inventory.Worker.Messaging.Events;
using MassTransit;
using RabbitMQ.Client.Exceptions;

namespace Inventory.Worker.Messaging;

/// <summary>Tells that RabbitMQ is away, or that a connection to it ended, from all that can go wrong with a message.</summary>
internal static class BrokerFault
{
    /// <summary>
    /// Also what RabbitMQ.Client 7.2.2 lets through from its own parts when a connection ends under a call: a closed
    /// <see cref="ChannelClosedException">queue of frames</see>, a socket that is gone.
    /// </summary>
    public static bool IsAway(Exception failure) => failure
        is RabbitMQClientException or ChannelClosedException or IOException or SocketException or ObjectDisposedException
        or ConnectionException or TransportException or ConsumerCanceledException or UnconfirmedException
        or TimeoutException or OperationCanceledException;
}

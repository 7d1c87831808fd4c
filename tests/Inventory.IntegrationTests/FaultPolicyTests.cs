using System.Net.Sockets;
using System.Runtime.Serialization;
using System.Threading.Channels;
using Inventory.Worker.Pipeline;
using MassTransit;
using Npgsql;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;
using Fault = Inventory.Worker.Pipeline.Fault;

namespace Inventory.IntegrationTests;

public sealed class FaultPolicyTests
{
    [Theory]
    [InlineData(PostgresErrorCodes.LockNotAvailable, Fault.PostgresUnavailable)]
    [InlineData(PostgresErrorCodes.AdminShutdown, Fault.PostgresUnavailable)]
    [InlineData(PostgresErrorCodes.DiskFull, Fault.PostgresUnavailable)]
    [InlineData(PostgresErrorCodes.UndefinedTable, Fault.PostgresUnavailable)]
    [InlineData(PostgresErrorCodes.UniqueViolation, Fault.Conflict)]
    [InlineData(PostgresErrorCodes.DeadlockDetected, Fault.Conflict)]
    [InlineData(PostgresErrorCodes.NumericValueOutOfRange, Fault.Unprocessable)]
    public void Only_what_a_message_itself_brings_about_can_make_it_poison(string sqlState, Fault fault) =>
        Assert.Equal(fault, FaultPolicy.Classify(new PostgresException("", "ERROR", "ERROR", sqlState)));

    /// <summary>What RabbitMQ.Client and MassTransit throw when a connection ends; with the message it has nothing to do.</summary>
    [Fact]
    public void A_connection_that_ends_says_nothing_about_a_message() => Assert.All(
        new Exception[]
        {
            new ConsumerCanceledException(),
            new RabbitMqConnectionException("Connection Failed"),
            new BrokerUnreachableException(new IOException()),
            new AlreadyClosedException(new ShutdownEventArgs(ShutdownInitiator.Peer, Constants.ConnectionForced, "Closed")),
            new ChannelClosedException(),
            new ObjectDisposedException(nameof(Socket)),
            new SocketException((int)SocketError.ConnectionReset),
        },
        failure => Assert.True(FaultPolicy.IsInfrastructure(failure), failure.GetType().Name));

    [Fact]
    public void A_message_that_cannot_be_read_says_nothing_about_a_server() =>
        Assert.False(FaultPolicy.IsInfrastructure(new SerializationException("Not JSON")));
}

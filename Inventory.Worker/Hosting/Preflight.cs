using Inventory.Stock.Cache;
using Inventory.Stock.Hosting;
using Inventory.Stock.Storage;
using Inventory.Worker.Messaging;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Inventory.Worker.Hosting;

/// <summary>
/// Asks each server once, before the start. One that refuses us will go on refusing: that stops the process with a
/// sentence. One that is merely away is waited for later.
/// </summary>
public sealed class Preflight(ConnectionSettings connections, PostgresServer postgres, StockCache cache)
{
    /// <summary>How long RabbitMQ may take to answer.</summary>
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(5);

    /// <exception cref="StartFailureException">A server refuses the credentials or the database.</exception>
    public Task CheckAsync() => Task.WhenAll(
        CheckAsync("PostgreSQL", nameof(connections.Postgres), postgres.ProbeAsync(CancellationToken.None)),
        CheckAsync("Redis", nameof(connections.Redis), cache.ProbeAsync()),
        CheckRabbitMqAsync());

    private static async Task CheckAsync(string server, string setting, Task probe)
    {
        try
        {
            await probe;
        }
        catch (Exception refusal) when (ServerFailure.IsRefusal(refusal))
        {
            throw new StartFailureException($"{server} {ServerFailure.Describe(refusal)}; see ConnectionStrings__{setting}.", refusal);
        }
        catch (Exception away) when (ServerFailure.IsOfServer(away))
        {
            // The pipeline waits for it, and readiness says so.
        }
    }

    private async Task CheckRabbitMqAsync()
    {
        var factory = new ConnectionFactory
        {
            Uri = new Uri(connections.RabbitMq),
            AutomaticRecoveryEnabled = false,
            ContinuationTimeout = LongestAnswer,
        };
        IConnection? connection = null;
        try
        {
            connection = await factory.CreateConnectionAsync("inventory-preflight");

            // A virtual host that is refused shows only at the first use of the connection.
            await using var channel = await connection.CreateChannelAsync();
        }
        catch (Exception failure) when (BrokerFault.IsAway(failure))
        {
            if (Causes(failure).OfType<AuthenticationFailureException>().Any())
            {
                throw new StartFailureException("RabbitMQ refuses the user or password; see ConnectionStrings__RabbitMq.", failure);
            }

            // RabbitMQ.Client 7.2.2 does not tell a channel that is about to be opened that its connection has just been closed.
            var end = Causes(failure).OfType<OperationInterruptedException>().FirstOrDefault()?.ShutdownReason ?? connection?.CloseReason;
            if (end is { Initiator: ShutdownInitiator.Peer, ReplyCode: not Constants.ConnectionForced })
            {
                throw new StartFailureException($"RabbitMQ says: {end.ReplyText}; see ConnectionStrings__RabbitMq.", failure);
            }

            // Away, or about to be: MassTransit goes on trying.
        }
        finally
        {
            await (connection?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
    }

    private static IEnumerable<Exception> Causes(Exception failure) =>
        failure is AggregateException several
            ? several.InnerExceptions.SelectMany(Causes).Prepend(failure)
            : failure.InnerException is { } inner ? Causes(inner).Prepend(failure) : [failure];
}

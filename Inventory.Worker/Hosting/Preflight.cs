using Inventory.Stock.Cache;
using Inventory.Stock.Storage;
using Npgsql;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using StackExchange.Redis;

namespace Inventory.Worker.Hosting;

/// <summary>
/// Asks each server once, before the start. One that refuses us will go on refusing: that stops the process with a
/// sentence. One that is merely away is waited for later.
/// </summary>
public sealed class Preflight(ConnectionSettings connections, StockStore store, StockCache cache)
{
    /// <exception cref="StartFailureException">A server refuses the credentials or the database.</exception>
    public Task CheckAsync() => Task.WhenAll(CheckPostgresAsync(), CheckRedisAsync(), CheckRabbitMqAsync());

    private async Task CheckPostgresAsync()
    {
        try
        {
            await store.ProbeAsync(CancellationToken.None);
        }
        catch (PostgresException refusal) when (refusal.SqlState[..2] is "28" or "3D" or "42")
        {
            throw new StartFailureException($"PostgreSQL refuses ConnectionStrings__Postgres: {refusal.MessageText}.", refusal);
        }
        catch (NpgsqlException)
        {
            // Away: the pipeline waits for it, and readiness says so.
        }
    }

    private async Task CheckRedisAsync()
    {
        try
        {
            await cache.ProbeAsync();
        }
        catch (RedisConnectionException refusal) when (refusal.FailureType is ConnectionFailureType.AuthenticationFailure)
        {
            throw new StartFailureException("Redis refuses the password in ConnectionStrings__Redis.", refusal);
        }
        catch (RedisServerException refusal)
        {
            throw new StartFailureException($"Redis refuses ConnectionStrings__Redis: {refusal.Message}.", refusal);
        }
        catch (Exception away) when (away is RedisException or RedisTimeoutException)
        {
            // Away: as above.
        }
    }

    private async Task CheckRabbitMqAsync()
    {
        try
        {
            var factory = new ConnectionFactory { Uri = new Uri(connections.RabbitMq) };
            await using var connection = await factory.CreateConnectionAsync("inventory-preflight");
        }
        catch (BrokerUnreachableException unreachable) when (unreachable.InnerException is AuthenticationFailureException)
        {
            throw new StartFailureException("RabbitMQ refuses the user or password in ConnectionStrings__RabbitMq.", unreachable);
        }
        catch (BrokerUnreachableException unreachable) when (unreachable.InnerException is OperationInterruptedException refusal)
        {
            throw new StartFailureException($"RabbitMQ refuses ConnectionStrings__RabbitMq: {refusal.ShutdownReason?.ReplyText}.", unreachable);
        }
        catch (BrokerUnreachableException)
        {
            // Away: MassTransit goes on trying.
        }
    }
}

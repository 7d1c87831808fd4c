using Inventory.Stock.Cache;
using Inventory.Stock.Generations;
using Inventory.Stock.Storage;
using Inventory.Worker.Messaging;
using Npgsql;
using StackExchange.Redis;

namespace Inventory.Worker.Pipeline;

/// <summary>What a failed group calls for.</summary>
public enum Fault
{
    /// <summary>PostgreSQL cannot do its work at present: hold the group until it answers.</summary>
    PostgresUnavailable,

    /// <summary>Redis cannot do its work at present: hold the group until it answers.</summary>
    RedisUnavailable,

    /// <summary>Redis has lost what it held: begin to fill it anew, and then once more.</summary>
    GenerationLost,

    /// <summary>Another worker was in the way: once more, from the top.</summary>
    Conflict,

    /// <summary>Something about the commands themselves, as far as can be told: find the one.</summary>
    Unprocessable,
}

/// <summary>Tells a server that is away from a command that is bad. Only the latter may ever reach an error queue.</summary>
public static class FaultPolicy
{
    public static Fault Classify(Exception exception) => exception switch
    {
        PostgresException postgres => Classify(postgres.SqlState),
        NpgsqlException => Fault.PostgresUnavailable,
        MadeMeanwhileException => Fault.Conflict,
        GenerationLostException => Fault.GenerationLost,
        RedisException or RedisTimeoutException or RedisCommandException or UnexpectedReplyException => Fault.RedisUnavailable,
        AggregateException { InnerExceptions: [var only] } => Classify(only),
        _ => Fault.Unprocessable,
    };

    /// <summary>Whether the failure speaks of a server or a connection, so that it says nothing about the message.</summary>
    public static bool IsInfrastructure(Exception exception) =>
        BrokerFault.IsAway(exception) || Classify(exception) is not Fault.Unprocessable;

    /// <summary>Somebody has held a lock for longer than may be waited for it.</summary>
    public static bool IsLockedOut(Exception exception) => exception is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable };

    private static Fault Classify(string sqlState) => sqlState switch
    {
        PostgresErrorCodes.UniqueViolation => Fault.Conflict,

        // Who holds a lock for so long is a person, waited for like a server that is away, however long it takes; or a worker that
        // stands still, which is ended.
        PostgresErrorCodes.LockNotAvailable => Fault.PostgresUnavailable,
        _ => sqlState[..2] switch
        {
            "40" => Fault.Conflict,

            // Data exceptions and constraint violations are about what was sent. All else is about the server: connections,
            // resources, shutdown, permissions, a schema that is not there yet.
            "22" or "23" => Fault.Unprocessable,
            _ => Fault.PostgresUnavailable,
        },
    };
}

using Npgsql;
using StackExchange.Redis;

namespace Inventory.Stock.Hosting;

/// <summary>What a failure of Redis or PostgreSQL means, in a few words that follow the server's name.</summary>
public static class ServerFailure
{
    public static string Describe(Exception failure) => Cause(failure) switch
    {
        PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName } =>
            "has no stock tables yet (a worker makes them when it starts)",
        PostgresException answer => $"says: {answer.MessageText.TrimEnd('.')}",
        RedisConnectionException { FailureType: ConnectionFailureType.AuthenticationFailure } => "refuses the user or password",
        RedisServerException or RedisCommandException => $"says: {Cause(failure).Message.TrimEnd('.')}",
        TimeoutException or NpgsqlException { InnerException: TimeoutException } => "does not answer in time",
        _ => "cannot be reached",
    };

    /// <summary>Whether the failure is a server's, and not a mistake in here.</summary>
    public static bool IsOfServer(Exception failure) => Cause(failure) is NpgsqlException or RedisException or RedisCommandException or TimeoutException;

    /// <summary>Whether the server understood and will go on saying no, as opposed to being away.</summary>
    public static bool IsRefusal(Exception failure) => Cause(failure) switch
    {
        PostgresException answer => answer.SqlState[..2] is "28" or "3D"
            || answer.SqlState is PostgresErrorCodes.InsufficientPrivilege,
        RedisConnectionException connection => connection.FailureType is ConnectionFailureType.AuthenticationFailure,
        RedisServerException answer => answer.Message.Split(' ')[0] is "NOPERM" or "NOAUTH" or "WRONGPASS",
        RedisCommandException => true,
        _ => false,
    };

    // Marten wraps what Npgsql throws; the Redis client wraps what broke the connection in "no connection is available".
    private static Exception Cause(Exception failure) => failure switch
    {
        { InnerException: NpgsqlException inner } => inner,
        RedisConnectionException { InnerException: RedisConnectionException inner } => inner,
        _ => failure,
    };
}

using Inventory.Stock.Generations;
using Inventory.Stock.Hosting;
using Inventory.Worker.Hosting;
using Npgsql;
using RabbitMQ.Client.Exceptions;
using StackExchange.Redis;

namespace Inventory.Worker.Verbs;

/// <summary>
/// The sentences for what can go wrong outside this process. A worker waits for a server that is away; a verb has somebody
/// waiting for it, so it says so and ends.
/// </summary>
public static class VerbFailure
{
    /// <summary>The sentence for a failure that a person can mend; null for one that is our own fault.</summary>
    public static string? Explain(Exception failure, CancellationToken stopped) => StartFailure.Explain(failure, WorkerOptions.Section) ?? failure switch
    {
        OperationCanceledException when stopped.IsCancellationRequested => "Stopped before the end.",
        GenerationLostException => "Redis lost what was written to it meanwhile, or it is being filled by another process. Run it again.",
        PostgresException refusal => Explain(refusal),
        NpgsqlException => $"PostgreSQL cannot be reached: {Innermost(failure)}",
        RedisConnectionException when IsRefused(failure) => "Redis refuses the user or password in ConnectionStrings__Redis.",
        RedisServerException => $"Redis refuses the command: {failure.Message}",
        RedisException or RedisTimeoutException => "Redis cannot be reached at the address in ConnectionStrings__Redis.",
        AuthenticationFailureException => "RabbitMQ refuses the user or password in ConnectionStrings__RabbitMq.",
        OperationInterruptedException { ShutdownReason: { } reason } => $"RabbitMQ refuses: {reason.ReplyText}",
        PublishException => "RabbitMQ did not take a message: its exchange leads to no queue. Start a worker, which declares them.",
        BrokerUnreachableException { InnerException: { } inner } when Explain(inner, stopped) is { } sentence => sentence,
        BrokerUnreachableException => $"RabbitMQ cannot be reached: {Innermost(failure)}",
        AlreadyClosedException => $"RabbitMQ ended the connection: {failure.Message}",
        _ => failure.InnerException is { } cause ? Explain(cause, stopped) : null,
    };

    private static string Explain(PostgresException refusal) => refusal.SqlState[..2] switch
    {
        "28" or "3D" => $"PostgreSQL refuses ConnectionStrings__Postgres: {refusal.MessageText}",
        _ when refusal.SqlState is PostgresErrorCodes.UndefinedTable => "The database holds no inventory yet: start a worker, which makes the tables.",
        _ => $"PostgreSQL refuses: {refusal.MessageText}",
    };

    // Whoever waits for a connection is told that there is none; why lies further in.
    private static bool IsRefused(Exception? failure) =>
        failure is RedisConnectionException { FailureType: ConnectionFailureType.AuthenticationFailure }
        || (failure is not null && IsRefused(failure.InnerException));

    private static string Innermost(Exception failure) => failure.GetBaseException().Message.ReplaceLineEndings(" ");
}

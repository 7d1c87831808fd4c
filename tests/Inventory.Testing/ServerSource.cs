namespace Inventory.Testing;

/// <summary>A server that the worker cannot do without.</summary>
public enum Server
{
    Postgres,
    Redis,
    RabbitMq,
}

/// <summary>Where the servers are, with credentials that may create databases and virtual hosts.</summary>
public sealed record ServerAddresses(string Postgres, string Redis, Uri RabbitMq, Uri RabbitMqManagement);

/// <summary>Where servers come from. There are two kinds: local ones, which the launcher started, and containers.</summary>
public abstract class ServerSource : IAsyncDisposable
{
    public abstract ServerAddresses Addresses { get; }

    /// <summary>Asks the server to end, and waits until it has.</summary>
    public abstract Task StopAsync(Server server);

    /// <summary>Ends the server without asking.</summary>
    public abstract Task KillAsync(Server server);

    /// <summary>Starts it again, at the same address, and waits until it answers.</summary>
    public abstract Task StartAsync(Server server);

    /// <summary>Runs rabbitmqctl at RabbitMQ's node.</summary>
    public abstract Task ControlRabbitMqAsync(params string[] arguments);

    public abstract ValueTask DisposeAsync();

    /// <summary>Connection strings in the environment win; else there must be a Docker engine.</summary>
    /// <exception cref="NoServersException">There is neither.</exception>
    public static async Task<ServerSource> OpenAsync() =>
        LocalServers.FromEnvironment() ?? (ServerSource)await ContainerServers.StartAsync();
}

/// <summary>There are no servers to test on, and what can be done about it.</summary>
public sealed class NoServersException(string sentence, Exception? cause = null) : Exception(sentence, cause);

using Inventory.Testing.Servers;

namespace Inventory.Testing.Faults;

/// <summary>How a server goes.</summary>
public enum Ending
{
    Stopped,
    Killed,
}

/// <summary>A server that is away, and comes back whatever becomes of the test.</summary>
public sealed class Outage : IAsyncDisposable
{
    private readonly ServerSource _source;
    private readonly BrokerManagement _management;
    private readonly Server _server;
    private bool _isOver;

    private Outage(ServerSource source, BrokerManagement management, Server server) =>
        (_source, _management, _server) = (source, management, server);

    public static async Task<Outage> BeginAsync(ServerSource source, BrokerManagement management, Server server, Ending how)
    {
        if (server is Server.RabbitMq && how is Ending.Killed)
        {
            // RabbitMQ 3.10 writes down half a second later where its quorum queues are, and one declared in between never has a leader
            // again. Only that table: a kill is to find all others as they are.
            await source.ControlRabbitMqAsync("eval", "[dets:sync(T) || T <- dets:all(), T =:= ra_directory_reverse].");
        }

        await (how is Ending.Killed ? source.KillAsync(server) : source.StopAsync(server));
        return new Outage(source, management, server);
    }

    public async Task EndAsync()
    {
        await _source.StartAsync(_server);
        _isOver = true;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_isOver)
        {
            await EndAsync();
        }

        if (_server is Server.RabbitMq)
        {
            // What the leader of a queue counts, it counts when it has taken office. RabbitMQ 3.10 survives it badly when a queue
            // is deleted, with its virtual host, just before that: no quorum queue works any more until it is started again.
            await Eventually.SeesAsync(LeaderlessAsync, queues => queues.Count == 0);
        }
    }

    private async Task<IReadOnlyList<QueueState>> LeaderlessAsync() =>
        [.. (await _management.QueuesAsync()).Where(queue => queue.Unsettled is null)];
}

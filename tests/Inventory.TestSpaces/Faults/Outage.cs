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
    private readonly Server _server;
    private bool _isOver;

    private Outage(ServerSource source, Server server) => (_source, _server) = (source, server);

    public static async Task<Outage> BeginAsync(ServerSource source, Server server, Ending how)
    {
        await (how is Ending.Killed ? source.KillAsync(server) : source.StopAsync(server));
        return new Outage(source, server);
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
    }
}

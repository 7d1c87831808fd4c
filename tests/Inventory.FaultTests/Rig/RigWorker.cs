using Inventory.Testing.Faults;
using Inventory.Testing.Spaces;
using Inventory.Testing.Workers;
using Npgsql;

namespace Inventory.FaultTests.Rig;

/// <summary>
/// A worker as a process of its own, each of its servers behind a proxy that only this worker goes through. The process can be
/// killed and started again; the proxies stay.
/// </summary>
internal sealed class RigWorker : IAsyncDisposable
{
    private readonly Connections _connections;
    private readonly (string Name, string Value)[] _settings;
    private WorkerProcess? _process;
    private string _lastWords = "";

    public RigWorker(Connections servers, bool showsStatements, params (string Name, string Value)[] settings)
    {
        _settings = settings;
        (Postgres, var connections) = servers.BeforePostgres();
        (Redis, connections) = connections.BeforeRedis();
        (RabbitMq, connections) = connections.BeforeRabbitMq();
        _connections = showsStatements ? connections with { Postgres = Unprepared(connections.Postgres) } : connections;
    }

    public TcpProxy Postgres { get; }

    public TcpProxy Redis { get; }

    public TcpProxy RabbitMq { get; }

    /// <summary>The process; there is none while it is dead.</summary>
    public WorkerProcess Process => _process ?? throw new InvalidOperationException("The worker does not run.");

    public bool Runs => _process is not null;

    /// <summary>What it has said, or what it said before it ended.</summary>
    public string LastWords => _process is { } process ? $"{process.Output}\n{process.Errors}" : $"{_lastWords}\nIt has ended.";

    /// <summary>Starts it, with these variables of its environment besides, and returns when it is ready for messages.</summary>
    public async Task StartAsync(params (string Name, string? Value)[] environment)
    {
        var settings = WorkerSettings.Of(_connections, _settings);
        settings["DOTNET_TC_CallCounting"] = "0"; // it lives for seconds: what is called often is not worth compiling again
        foreach (var (name, value) in environment)
        {
            settings[name] = value;
        }

        _process = await WorkerProcess.StartAsync(settings);
    }

    /// <summary>Starts it with further settings of its connection to PostgreSQL.</summary>
    public Task StartWithPostgresAsync(string settings) => StartAsync(("ConnectionStrings:Postgres", $"{_connections.Postgres};{settings}"));

    /// <summary>SIGKILL. What its proxies held of it is gone with it.</summary>
    public async Task KillAsync()
    {
        await Process.KillAsync();
        await GoneAsync();
    }

    /// <summary>SIGTERM: returns its exit code.</summary>
    public async Task<int> StopAsync(TimeSpan within)
    {
        await Process.TerminateAsync();
        var code = await Process.ExitCodeAsync(within);
        await GoneAsync();
        return code;
    }

    public async ValueTask DisposeAsync()
    {
        if (Runs)
        {
            await KillAsync();
        }

        await Postgres.DisposeAsync();
        await Redis.DisposeAsync();
        await RabbitMq.DisposeAsync();
    }

    private async Task GoneAsync()
    {
        _lastWords = LastWords;
        await Process.DisposeAsync();
        _process = null;
        foreach (var proxy in (TcpProxy[])[Postgres, Redis, RabbitMq])
        {
            proxy.Break();
            await proxy.ReleaseAsync();
        }
    }

    /// <summary>Statements that are prepared go over the wire by number; a proxy that waits for one must see its text.</summary>
    private static string Unprepared(string postgres) => new NpgsqlConnectionStringBuilder(postgres) { MaxAutoPrepare = 0 }.ConnectionString;
}

using Inventory.Testing.Faults;
using Npgsql;

namespace Inventory.FaultTests.Rig;

/// <summary>
/// A PostgreSQL and its standby, of one test, at an address that leads to whichever is the primary. The standby may be one that
/// commits wait for, or one that may fall behind; the wire between the two can be cut.
/// </summary>
internal sealed class PostgresPair : IAsyncDisposable
{
    private const string User = "inventory";
    private const string Password = "fault-suite";

    private readonly int _primaryPort = FreePort.Take();
    private readonly int _standbyPort = FreePort.Take();
    private readonly int _gravePort = FreePort.Take();
    private readonly PostgresPrograms _programs;
    private readonly string _folder;
    private readonly TcpProxy _front;
    private readonly TcpProxy _wire;
    private OwnProcess? _primary;
    private OwnProcess? _standby;

    private PostgresPair(PostgresPrograms programs, string folder)
    {
        (_programs, _folder) = (programs, folder);
        _front = new TcpProxy("127.0.0.1", _primaryPort);
        _wire = new TcpProxy("127.0.0.1", _primaryPort);
    }

    /// <summary>The way to whichever is the primary.</summary>
    public string Address => At(_front.Port, "postgres");

    /// <param name="isSynchronous">Whether a commit waits until the standby has it.</param>
    public static async Task<PostgresPair> StartAsync(bool isSynchronous)
    {
        var programs = PostgresPrograms.Find() ?? throw new InvalidOperationException("PostgreSQL is not installed here.");
        var pair = new PostgresPair(programs, await programs.CreateFolderAsync());
        try
        {
            await pair.BeginAsync(isSynchronous);
            return pair;
        }
        catch
        {
            await pair.DisposeAsync();
            throw;
        }
    }

    /// <summary>The way to the primary that has died, once it is exhumed.</summary>
    public string Dead(string database) => At(_gravePort, database);

    /// <summary>The way to the standby, past everything.</summary>
    public string Standby(string database) => At(_standbyPort, database);

    /// <summary>From now on the standby falls behind.</summary>
    public ValueTask CutWireAsync() => _wire.DisposeAsync();

    /// <summary>The primary dies.</summary>
    public Task KillAsync() => _primary!.KillAsync();

    /// <summary>The standby becomes a primary with what it has. Nobody is led to it yet.</summary>
    public async Task PromoteAsync()
    {
        await AskAsync(_standbyPort, "SELECT pg_promote()::text");
        await SaysAsync(_standbyPort, "SELECT pg_is_in_recovery()::text", "false");
    }

    /// <summary>Whoever comes is led to the standby from now on.</summary>
    public void LeadToStandby() => _front.Redirect(_standbyPort);

    /// <summary>Starts the primary that has died to be looked at, where no worker finds it.</summary>
    public Task ExhumeAsync() => StartPrimaryAsync(_gravePort);

    public async ValueTask DisposeAsync()
    {
        await _front.DisposeAsync();
        foreach (var process in (OwnProcess?[])[_standby, _primary])
        {
            await (process?.DisposeAsync() ?? ValueTask.CompletedTask);
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task BeginAsync(bool isSynchronous)
    {
        var password = DataOf("password");
        await File.WriteAllTextAsync(password, Password);
        await _programs.HandOverAsync(password);
        await _programs.RunAsync(
            "initdb", "-D", DataOf("primary"), "-U", User, "--auth=scram-sha-256", $"--pwfile={password}", "--encoding=UTF8", "--no-locale", "--no-sync");
        await StartPrimaryAsync(_primaryPort);
        await _programs.RunAsync(
            "pg_basebackup", "-D", DataOf("standby"), "-R", "--checkpoint=fast", "--no-sync", "-d", $"host=127.0.0.1 port={_wire.Port} user={User} password={Password}");
        _standby = await RunAsync("standby", _standbyPort);
        await SaysAsync(_primaryPort, "SELECT coalesce(max(state), 'none') FROM pg_stat_replication", "streaming");
        if (isSynchronous)
        {
            await AskAsync(_primaryPort, "ALTER SYSTEM SET synchronous_standby_names = '*'");
            await AskAsync(_primaryPort, "SELECT pg_reload_conf()::text");
            await SaysAsync(_primaryPort, "SELECT max(sync_state) FROM pg_stat_replication", "sync");
        }
    }

    private async Task StartPrimaryAsync(int port)
    {
        _primary = await RunAsync("primary", port);
        await SaysAsync(port, "SELECT pg_is_in_recovery()::text", "false");
    }

    private Task<OwnProcess> RunAsync(string name, int port) => _programs.StartAsync(
        "-D", DataOf(name), "-c", $"port={port}", "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "max_connections=200");

    private string DataOf(string name) => Path.Combine(_folder, name);

    private static string At(int port, string database) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = port,
        Username = User,
        Password = Password,
        Database = database,
    }.ConnectionString;

    private static async Task<string?> AskAsync(int port, string statement)
    {
        var unpooled = new NpgsqlConnectionStringBuilder(At(port, "postgres")) { Pooling = false };
        await using var connection = new NpgsqlConnection(unpooled.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        return (string?)await command.ExecuteScalarAsync();
    }

    private static Task<string?> SaysAsync(int port, string statement, string what) =>
        Eventually.SeesAsync(() => AskAsync(port, statement), said => said == what, what: statement, condition: $"says {what}");
}

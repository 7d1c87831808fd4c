using Inventory.Testing.Faults;
using StackExchange.Redis;

namespace Inventory.FaultTests.Rig;

/// <summary>
/// A Redis and its replica, of one test, at an address that leads to whichever is the primary. The wire between the two can be cut:
/// a replica that merely stands still would apply what lies in its socket when it goes on.
/// </summary>
internal sealed class RedisPair : IAsyncDisposable
{
    private const string Program = "redis-server";
    private const string Password = "fault-suite";

    private readonly string _folder = Directory.CreateTempSubdirectory("inventory-redis-").FullName;
    private readonly int _primaryPort = FreePort.Take();
    private readonly int _replicaPort = FreePort.Take();
    private readonly TcpProxy _front;
    private readonly TcpProxy _wire;
    private OwnProcess? _primary;
    private OwnProcess? _replica;

    private RedisPair()
    {
        _front = new TcpProxy("127.0.0.1", _primaryPort);
        _wire = new TcpProxy("127.0.0.1", _primaryPort);
    }

    /// <summary>Why there can be none here; null where there can.</summary>
    public static string? Obstacle => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, Program)))
        ? null
        : $"{Program} is not installed here, with which Redis gets a replica.";

    public string Address => $"{_front.Address},password={Password}";

    public static async Task<RedisPair> StartAsync()
    {
        var pair = new RedisPair();
        pair._primary = await pair.RunAsync("primary", pair._primaryPort, "");
        await SaysAsync(pair._primaryPort, "role:master");
        pair._replica = await pair.RunAsync("replica", pair._replicaPort, $"replicaof 127.0.0.1 {pair._wire.Port}");
        await SaysAsync(pair._replicaPort, "master_link_status:up");
        return pair;
    }

    /// <summary>From now on the replica falls behind.</summary>
    public ValueTask CutWireAsync() => _wire.DisposeAsync();

    /// <summary>The primary dies, and the replica takes its place with what it has.</summary>
    public async Task PromoteAsync()
    {
        await _primary!.KillAsync();
        await CommandAsync(_replicaPort, "REPLICAOF", "NO", "ONE");
        await SaysAsync(_replicaPort, "role:master");
        _front.Redirect(_replicaPort);
    }

    /// <summary>The primary dies, and starts with what its files said at an earlier time: nothing, or a copy of them.</summary>
    /// <param name="snapshot">A folder of <see cref="CopyFiles"/>; null for nothing.</param>
    public async Task RestartAsync(string? snapshot)
    {
        await _primary!.KillAsync();
        Directory.Delete(FolderOf("primary"), recursive: true);
        if (snapshot is not null)
        {
            Directory.Move(snapshot, FolderOf("primary"));
        }

        _primary = await RunAsync("primary", _primaryPort, "");
        await SaysAsync(_primaryPort, "role:master");
        _front.Break();
    }

    /// <summary>The files of the primary as they are now, in a folder of their own.</summary>
    public string CopyFiles()
    {
        var copy = Path.Combine(_folder, "snapshot");
        foreach (var file in Directory.EnumerateFiles(FolderOf("primary"), "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(FolderOf("primary"), file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }

        return copy;
    }

    public async ValueTask DisposeAsync()
    {
        await _front.DisposeAsync();
        foreach (var process in (OwnProcess?[])[_primary, _replica])
        {
            await (process?.DisposeAsync() ?? ValueTask.CompletedTask);
        }

        Directory.Delete(_folder, recursive: true);
    }

    private string FolderOf(string name) => Path.Combine(_folder, name);

    private Task<OwnProcess> RunAsync(string name, int port, string more)
    {
        Directory.CreateDirectory(FolderOf(name));
        return OwnProcess.StartAsync(Program, ["-"], $"""
            bind 127.0.0.1
            port {port}
            dir {FolderOf(name)}
            requirepass {Password}
            masterauth {Password}
            databases 64
            appendonly yes
            appendfsync always
            repl-diskless-sync-delay 0
            enable-debug-command yes
            {more}

            """);
    }

    private static async Task<string> CommandAsync(int port, string command, params object[] arguments)
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{port},password={Password},allowAdmin=true");
        return (await redis.GetDatabase().ExecuteAsync(command, arguments)).ToString();
    }

    private static Task<string> SaysAsync(int port, string what) =>
        Eventually.SeesAsync(() => CommandAsync(port, "INFO", "replication"), info => info.Contains(what, StringComparison.Ordinal));
}

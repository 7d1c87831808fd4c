using System.Diagnostics;

namespace Inventory.FaultTests.Rig;

/// <summary>PostgreSQL's own programs on this machine. They refuse root, who therefore hands them to another user.</summary>
internal sealed class PostgresPrograms
{
    private static readonly string[] s_users = ["postgres", "nobody"];
    private static readonly string[] s_needed = ["postgres", "initdb", "pg_basebackup"];

    private readonly string _folder;
    private readonly string? _user = Environment.IsPrivilegedProcess ? s_users.First(IsUser) : null;

    private PostgresPrograms(string folder) => _folder = folder;

    /// <summary>Null where they are not installed: the servers are in containers, or elsewhere.</summary>
    public static PostgresPrograms? Find() =>
        Folders().FirstOrDefault(folder => s_needed.All(program => File.Exists(Path.Combine(folder, program)))) is { } found ? new(found) : null;

    /// <summary>A folder of which only the programs' user may read what is in it.</summary>
    public async Task<string> CreateFolderAsync()
    {
        var folder = Directory.CreateTempSubdirectory("inventory-postgres-").FullName;
        await HandOverAsync(folder);
        return folder;
    }

    /// <summary>Gives a file or folder to the programs' user.</summary>
    public Task HandOverAsync(string path) => _user is null ? Task.CompletedTask : EndsWellAsync("chown", _user, path);

    /// <summary>Starts the server.</summary>
    public Task<OwnProcess> StartAsync(params string[] arguments)
    {
        var (program, all) = As("postgres", arguments);
        return OwnProcess.StartAsync(program, all);
    }

    /// <summary>Runs a program to its end, which must be a good one.</summary>
    public Task RunAsync(string name, params string[] arguments)
    {
        var (program, all) = As(name, arguments);
        return EndsWellAsync(program, all);
    }

    private (string Program, string[] Arguments) As(string name, string[] arguments)
    {
        var program = Path.Combine(_folder, name);
        return _user is null ? (program, arguments) : ("setpriv", ["--reuid", _user, "--regid", GroupOf(_user), "--clear-groups", program, .. arguments]);
    }

    private static IEnumerable<string> Folders() =>
    [
        .. Versions("/usr/lib/postgresql", "*", "bin"),
        .. Versions("/usr", "pgsql-*", "bin"),
        .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator),
    ];

    private static IEnumerable<string> Versions(string above, string pattern, string below) => Directory.Exists(above)
        ? Directory.GetDirectories(above, pattern).OrderByDescending(folder => folder, StringComparer.Ordinal).Select(folder => Path.Combine(folder, below))
        : [];

    private static bool IsUser(string name) => Users().Any(user => user[0] == name);

    private static string GroupOf(string name) => Users().First(user => user[0] == name)[3];

    private static IEnumerable<string[]> Users() => File.ReadLines("/etc/passwd").Select(line => line.Split(':'));

    private static async Task EndsWellAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" })!;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} ended with code {process.ExitCode}: {string.Concat(said)}");
    }
}

using System.Diagnostics;
using System.Globalization;

namespace Inventory.Bench.Measuring;

/// <summary>A program that is measured, as a process of its own, that can be held still.</summary>
internal sealed class BenchProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _name;

    private BenchProcess(Process process, string name)
    {
        _process = process;
        _name = name;
    }

    public int Id => _process.Id;

    /// <param name="name">For complaints.</param>
    /// <param name="command">The assembly and its arguments.</param>
    /// <param name="room">Where it works.</param>
    /// <param name="settings">What else is set in its environment.</param>
    public static BenchProcess Start(string name, IReadOnlyList<string> command, Room room, params IEnumerable<(string Name, string Value)> settings)
    {
        var start = new ProcessStartInfo("dotnet", command) { WorkingDirectory = Path.GetDirectoryName(command[0]) };
        start.Environment["ConnectionStrings__Postgres"] = room.Postgres;
        start.Environment["ConnectionStrings__Redis"] = room.Redis;
        start.Environment["ConnectionStrings__RabbitMq"] = room.RabbitMq.ToString();
        start.Environment["Logging__LogLevel__Default"] = "Error";
        foreach (var setting in settings)
        {
            start.Environment[setting.Name] = setting.Value;
        }

        return new BenchProcess(Process.Start(start)!, name);
    }

    public void Hold() => Signal("STOP");

    public void Release() => Signal("CONT");

    public void ThrowIfGone()
    {
        if (_process.HasExited)
        {
            throw new InvalidOperationException($"{_name} exited with code {_process.ExitCode} in the middle of its run.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Release();
            Signal("TERM");
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private void Signal(string name)
    {
        using var kill = Process.Start("kill", ["-s", name, _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }
}

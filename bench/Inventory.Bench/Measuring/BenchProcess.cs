using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Inventory.Bench.Measuring;

/// <summary>
/// A program that is measured, as processes of its own, that can be held still. Each has a session of its own, as the launcher's have: the kernel shares
/// cores out by session first. What a terminal interrupts does not reach them, so they are ended with this program.
/// </summary>
internal sealed class BenchProcess : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<int, Process> s_running = new();
    private static readonly IReadOnlyList<PosixSignalRegistration> s_endings =
    [
        .. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(
            signal => PosixSignalRegistration.Create(signal, _ => Signal("KILL", s_running.Values))),
    ];

    private readonly IReadOnlyList<Process> _processes;
    private readonly string _name;

    private BenchProcess(IReadOnlyList<Process> processes, string name)
    {
        _processes = processes;
        _name = name;
        foreach (var process in processes)
        {
            s_running[process.Id] = process;
        }
    }

    public IReadOnlyList<int> Ids => [.. _processes.Select(process => process.Id)];

    /// <param name="name">For complaints.</param>
    /// <param name="command">The assembly and its arguments.</param>
    /// <param name="room">Where it works.</param>
    /// <param name="settings">What else is set in its environment.</param>
    public static BenchProcess Start(string name, IReadOnlyList<string> command, Room room, params IEnumerable<(string Name, string Value)> settings) =>
        Start(name, command, room, 1, settings);

    /// <param name="name">For complaints.</param>
    /// <param name="command">The assembly and its arguments.</param>
    /// <param name="room">Where it works.</param>
    /// <param name="count">How many processes.</param>
    /// <param name="settings">What else is set in their environment.</param>
    public static BenchProcess Start(string name, IReadOnlyList<string> command, Room room, int count, IEnumerable<(string Name, string Value)> settings)
    {
        var start = new ProcessStartInfo("setsid", ["dotnet", .. command]) { WorkingDirectory = Path.GetDirectoryName(command[0]) };
        start.Environment["ConnectionStrings__Postgres"] = room.Postgres;
        start.Environment["ConnectionStrings__Redis"] = room.Redis;
        start.Environment["ConnectionStrings__RabbitMq"] = room.RabbitMq.ToString();
        start.Environment["Logging__LogLevel__Default"] = "Error";
        start.Environment.Remove(WorkerProgram.FirstGeneration); // the benchmark's own
        foreach (var setting in settings)
        {
            start.Environment[setting.Name] = setting.Value;
        }

        return new BenchProcess([.. Enumerable.Range(0, count).Select(_ => Process.Start(start)!)], name);
    }

    public void Hold() => Signal("STOP", _processes);

    public void Release() => Signal("CONT", _processes);

    /// <summary>Ends it as a crash does.</summary>
    public Task KillAsync()
    {
        Signal("KILL", _processes);
        return Task.WhenAll(_processes.Select(process => process.WaitForExitAsync()));
    }

    public void ThrowIfGone()
    {
        if (_processes.FirstOrDefault(process => process.HasExited) is { } gone)
        {
            throw new InvalidOperationException($"{_name} exited with code {gone.ExitCode} in the middle of its run.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            if (!process.HasExited)
            {
                Signal("CONT", [process]);
                Signal("TERM", [process]);
                await process.WaitForExitAsync();
            }

            s_running.TryRemove(process.Id, out _);
            process.Dispose();
        }
    }

    private static void Signal(string name, IEnumerable<Process> processes)
    {
        using var kill = Process.Start("kill", ["-s", name, .. processes.Select(process => process.Id.ToString(CultureInfo.InvariantCulture))]);
        kill.WaitForExit();
    }
}

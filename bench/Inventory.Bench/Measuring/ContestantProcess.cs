using System.Diagnostics;
using Inventory.Bench.Contestants;

namespace Inventory.Bench.Measuring;

/// <summary>A contestant as a process of its own, that can be held still while its queue fills.</summary>
internal sealed class ContestantProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Contestant _contestant;

    private ContestantProcess(Process process, Contestant contestant)
    {
        _process = process;
        _contestant = contestant;
    }

    public int Id => _process.Id;

    public static ContestantProcess Start(Contestant contestant, Room room)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, contestant.Assembly), .. contestant.Arguments])
        {
            // Away from the benchmark's own settings files.
            WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment["ConnectionStrings__Postgres"] = room.Postgres;
        start.Environment["ConnectionStrings__Redis"] = room.Redis;
        start.Environment["ConnectionStrings__RabbitMq"] = room.RabbitMq.ToString();
        start.Environment["Inventory__Worker__Address"] = "http://127.0.0.1:0";
        start.Environment["Logging__LogLevel__Default"] = "Error";
        return new ContestantProcess(Process.Start(start)!, contestant);
    }

    public void Hold() => Signal("STOP");

    public void Release() => Signal("CONT");

    public void ThrowIfGone()
    {
        if (_process.HasExited)
        {
            throw new InvalidOperationException($"{_contestant.Name} exited with code {_process.ExitCode} in the middle of its run.");
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
        using var kill = Process.Start("kill", ["-s", name, _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }
}

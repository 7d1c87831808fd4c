using System.Collections.Concurrent;
using System.Diagnostics;
using Inventory.Testing.Spaces;

namespace Inventory.Testing.Workers;

/// <summary>A worker as a process of its own, to be signalled and killed.</summary>
public sealed class WorkerProcess : IAsyncDisposable
{
    private const string Announcement = "Now listening on: ";
    private const int MostLines = 60;

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly ConcurrentQueue<string> _output = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private WorkerProcess(IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Inventory.Worker.dll")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        foreach (var (name, value) in settings)
        {
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, line) => _errors.Enqueue(line.Data ?? "");
        _process.Exited += (_, _) => _address.TrySetException(new InvalidOperationException($"The worker ended at its start: {Errors}"));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public bool HasEnded => _process.HasExited;

    public string Errors => string.Join('\n', _errors).Trim();

    public string Output => string.Join('\n', _output.TakeLast(MostLines));

    /// <summary>How many lines of all its output contain this.</summary>
    public int LinesWith(string text) => _output.Count(line => line.Contains(text, StringComparison.Ordinal));

    /// <summary>Starts a worker and waits until it is ready for messages.</summary>
    public static Task<WorkerProcess> StartAsync(Connections connections, params (string Name, string Value)[] settings) =>
        StartAsync(WorkerSettings.Of(connections, settings));

    /// <summary>Starts a worker with exactly these settings and variables of its environment, and waits until it is ready for messages.</summary>
    public static async Task<WorkerProcess> StartAsync(IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var worker = new WorkerProcess(settings);
        try
        {
            await Readiness.AwaitAsync(await worker._address.Task);
            return worker;
        }
        catch
        {
            await worker.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a worker with exactly these settings, whatever comes of it.</summary>
    public static WorkerProcess Launch(IEnumerable<KeyValuePair<string, string?>> settings) => new(settings);

    public async Task<Readiness> ReadinessAsync() => await Readiness.AskAsync(await _address.Task);

    /// <summary>SIGKILL: gone at once, without a word to anybody.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM: asks it to stop.</summary>
    public Task TerminateAsync() => SignalAsync("TERM");

    /// <summary>SIGSTOP: it stands still wherever it is, with everything it holds.</summary>
    public Task FreezeAsync() => SignalAsync("STOP");

    /// <summary>SIGCONT: it goes on as if no time had passed.</summary>
    public Task ThawAsync() => SignalAsync("CONT");

    /// <summary>Waits until it has ended, for so long at most, and returns its exit code.</summary>
    public async Task<int> ExitCodeAsync(TimeSpan within)
    {
        using var patience = new CancellationTokenSource(within);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"The worker still runs after {within.TotalSeconds:0} s. It said:\n{Output}");
        }

        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("/bin/sh", ["-c", $"kill -{signal} {_process.Id}"]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }

    private void Read(string? line)
    {
        _output.Enqueue(line ?? "");
        if (line?.IndexOf(Announcement, StringComparison.Ordinal) is >= 0 and var at)
        {
            _address.TrySetResult(new Uri(line[(at + Announcement.Length)..].Trim()));
        }
    }
}

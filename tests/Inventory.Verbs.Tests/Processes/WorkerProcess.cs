using System.Diagnostics;
using Inventory.Worker.Hosting;
using Inventory.Worker.Verbs;

namespace Inventory.Verbs.Tests.Processes;

/// <summary>The worker's executable, as a person starts it.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private static readonly TimeSpan s_longestStart = TimeSpan.FromMinutes(2);

    private readonly Process _process;

    private WorkerProcess(ConnectionSettings? connections, string? address, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(VerbLine).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment["ConnectionStrings__Postgres"] = connections?.Postgres;
        start.Environment["ConnectionStrings__Redis"] = connections?.Redis;
        start.Environment["ConnectionStrings__RabbitMq"] = connections?.RabbitMq;
        start.Environment["Inventory__Worker__Address"] = address;
        _process = Process.Start(start)!;
    }

    /// <summary>Runs a verb to its end.</summary>
    public static async Task<Ending> RunAsync(ConnectionSettings? connections, params string[] arguments)
    {
        await using var worker = new WorkerProcess(connections, null, arguments);
        var output = worker._process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = worker._process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await worker._process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new Ending(worker._process.ExitCode, await output, await errors);
    }

    /// <summary>Starts a worker and returns once it is ready.</summary>
    public static async Task<WorkerProcess> StartAsync(ConnectionSettings connections)
    {
        var address = $"http://127.0.0.1:{FreePort.Take()}";
        var worker = Begin(connections, address);
        using var http = new HttpClient();
        var start = Stopwatch.GetTimestamp();
        while (!await IsReadyAsync(http, $"{address}/health/ready"))
        {
            Assert.False(worker._process.HasExited, "The worker did not start.");
            Assert.True(Stopwatch.GetElapsedTime(start) < s_longestStart, "The worker is not ready.");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TestContext.Current.CancellationToken);
        }

        return worker;
    }

    /// <summary>Starts a verb, or a worker where none is named, and leaves it to itself. Disposing kills it.</summary>
    public static WorkerProcess Begin(ConnectionSettings connections, string? address, params string[] arguments)
    {
        var worker = new WorkerProcess(connections, address, arguments);
        worker._process.OutputDataReceived += Ignore;
        worker._process.ErrorDataReceived += Ignore;
        worker._process.BeginOutputReadLine();
        worker._process.BeginErrorReadLine();
        return worker;

        static void Ignore(object sender, DataReceivedEventArgs line)
        {
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private static async Task<bool> IsReadyAsync(HttpClient http, string address)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(address), TestContext.Current.CancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}

/// <summary>How a process ended.</summary>
internal sealed record Ending(int ExitCode, string Output, string Errors);

using System.Diagnostics;
using Inventory.Worker.Hosting;
using Microsoft.Extensions.Options;

namespace Inventory.Worker.Messaging.Consumption;

/// <summary>Ends a process that cannot help itself, so that whoever supervises it starts it again.</summary>
public sealed partial class LastResort(IHostApplicationLifetime lifetime, IOptions<HostOptions> host, ILogger<LastResort> logger)
{
    /// <summary>What the host's own limit does not end.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private int _exitCode;

    /// <summary>0, or 1 once the process has been asked to end here.</summary>
    public int ExitCode => _exitCode;

    /// <summary>Asks the process to stop; if it does not within its time, kills it.</summary>
    public void EndProcess(string because)
    {
        if (Interlocked.Exchange(ref _exitCode, 1) != 0)
        {
            return;
        }

        LogEnding(logger, because);
        _ = KillUnlessStoppedAsync();
        lifetime.StopApplication();
    }

    private async Task KillUnlessStoppedAsync()
    {
        try
        {
            await Task.Delay(host.Value.ShutdownTimeout + Grace, lifetime.ApplicationStopped);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        using var process = Process.GetCurrentProcess();
        process.Kill();
    }

    [LoggerMessage(LogLevel.Critical, "{Because} The worker ends, to be started again.")]
    private static partial void LogEnding(ILogger logger, string because);
}

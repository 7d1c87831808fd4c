using System.Diagnostics;

namespace Inventory.Bench.Measuring;

/// <summary>Runs a program to its end, in a session of its own, as if a client of its own.</summary>
internal static class ToolRun
{
    /// <returns>What it printed.</returns>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static async Task<string> RunAsync(string tool, params IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("setsid", [tool, .. arguments]) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{tool} exited with code {process.ExitCode}: {output}");
    }
}

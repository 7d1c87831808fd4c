using System.Globalization;
using System.Net;
using System.Text.Json;
using Inventory.Bench.Measuring;

namespace Inventory.Bench.Reads;

/// <summary>Asks a server as fast as it answers, over so many connections, by the tool <c>wrk</c>.</summary>
internal static class Wrk
{
    public const int Connections = 64;

    private static readonly string s_script = Path.Combine(AppContext.BaseDirectory, "Reads", "stock.lua");

    /// <param name="server">The server.</param>
    /// <param name="case">What is asked.</param>
    /// <param name="requests">The file that it is read from.</param>
    /// <param name="duration">For how long.</param>
    public static async Task<WrkReport> RunAsync(Uri server, ReadCase @case, string requests, TimeSpan duration)
    {
        var output = await ToolRun.RunAsync(
            "wrk", "-t1", Option("-c", Connections), Option("-d", duration.TotalSeconds), "--latency", "-s", s_script, server.ToString(), "--", requests);
        var report = JsonSerializer.Deserialize<WrkReport>(output.Split('\n').Single(line => line.StartsWith('{')), JsonSerializerOptions.Web)!;
        var refusals = @case.Status >= HttpStatusCode.BadRequest ? report.Requests : 0;
        return report.Broken == 0 && report.Refused == refusals
            ? report
            : throw new InvalidOperationException($"{@case.Name} was not answered as it is to be: {report}");
    }

    private static string Option(string name, double value) => string.Create(CultureInfo.InvariantCulture, $"{name}{value}");
}

/// <summary>What one run of wrk saw.</summary>
/// <param name="Requests">How many were answered.</param>
/// <param name="Microseconds">In what time.</param>
/// <param name="Refused">How many were answered with a status from 400.</param>
/// <param name="Broken">How many were not answered.</param>
/// <param name="P50Microseconds">Of the latency.</param>
/// <param name="P99Microseconds">Of the latency.</param>
internal sealed record WrkReport(int Requests, long Microseconds, int Refused, int Broken, double P50Microseconds, double P99Microseconds);

using System.Globalization;
using System.Net;
using Inventory.Bench.Measuring;
using StackExchange.Redis;

namespace Inventory.Bench.Reads;

/// <summary>What Redis alone allows, by its own benchmark: the same hash over and over, a command per trip.</summary>
internal static class RedisBenchmark
{
    public static readonly IReadOnlyDictionary<string, string[]> Commands = new Dictionary<string, string[]>
    {
        ["redis hget"] = ["hget", Key, "default:available"],
        ["redis hgetall"] = ["hgetall", Key],
    };

    private const string Key = "stock:{ONE-0000}";
    private const int Requests = 200_000;

    /// <param name="redis">The connection string.</param>
    /// <param name="command">The command and its arguments.</param>
    public static async Task<ReadMeasurement> MeasureAsync(string redis, string[] command)
    {
        var options = ConfigurationOptions.Parse(redis);
        var server = (IPEndPoint)options.EndPoints.Single();
        var output = await ToolRun.RunAsync(
            "redis-benchmark", ["-h", server.Address.ToString(), "-p", Text(server.Port), "-a", options.Password!, "--dbnum", Text(options.DefaultDatabase!.Value),
                "-c", Text(Wrk.Connections), "-n", Text(Requests), "--csv", .. command]);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var columns = lines[^2].Split(',').Zip(lines[^1].Split(',')).ToDictionary(column => column.First.Trim('"'), column => column.Second.Trim('"'));
        return new ReadMeasurement(Number("rps"), Number("p50_latency_ms"), Number("p99_latency_ms"), new Dictionary<string, double>());

        double Number(string column) => double.Parse(columns[column], CultureInfo.InvariantCulture);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

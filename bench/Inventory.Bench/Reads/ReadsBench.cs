using System.Globalization;
using System.Net;
using System.Text.Json;
using Inventory.Bench.Measuring;

namespace Inventory.Bench.Reads;

/// <summary>
/// The read path: the API as shipped beside a bare endpoint of the same server and Redis's own benchmark. All of them run all the
/// time and take turns, case by case, so that the machine's moods fall on all alike.
/// </summary>
internal sealed class ReadsBench(Servers servers, TimeSpan duration, int runs)
{
    public const string Name = "reads";

    private const string Inventory = "inventory";
    private const double MicrosecondsPerMillisecond = 1_000;
    private const double MicrosecondsPerSecond = 1_000_000;

    // By then the runtime has compiled for good what is hot.
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(5);

    private static readonly string[] s_writingServers = [ServerProcesses.Postgres, ServerProcesses.RabbitMq];

    /// <param name="args"><c>[--seconds N] [--runs N] [--json FILE]</c>: for how long each case, how often, and where results go.</param>
    public static async Task<int> RunAsync(string[] args)
    {
        if (!BenchArguments.TryParse(args, ["--seconds", "--runs", "--json"], out var arguments, out var error))
        {
            await Console.Error.WriteLineAsync(error);
            return 2;
        }

        var servers = Servers.FromEnvironment();
        Console.WriteLine(await Machine.DescribeAsync(servers));
        var results = await new ReadsBench(servers, arguments.Duration, arguments.Runs).MeasureAsync();
        if (arguments.JsonFile is { } json)
        {
            await File.WriteAllTextAsync(json, JsonSerializer.Serialize(results, Result.Json));
        }

        return 0;
    }

    private async Task<IReadOnlyList<ReadResult>> MeasureAsync()
    {
        await using var room = await Room.OpenAsync(servers, "inventory_bench");
        await using var worker = BenchProcess.Start("the worker", WorkerProgram.Command, room, WorkerProgram.Settings);
        await using var stream = await OrderStream.OpenAsync(room.RabbitMq);
        await stream.AwaitConsumerAsync(worker);
        await room.StockAsync([.. ReadCase.Stock], stream, worker);
        await using var api = await StockApi.StartAsync(room);
        await using var bare = await StartBareAsync(room, api.Web);

        Console.WriteLine($"{Name}: {Wrk.Connections} connections, {duration.TotalSeconds} s a case, {runs} runs each");
        var canGiveWay = Precedence.CanBeGiven && s_writingServers.All(server => ServerProcesses.IdOf(server) is not null);
        if (!canGiveWay)
        {
            Console.WriteLine($"{ReadCase.First.Name} is left out: it takes root, servers that the launcher has started itself, and a kernel that shares cores out by session (kernel.sched_autogroup_enabled).");
        }

        var turns = ReadCase.All.Where(@case => @case != ReadCase.First || canGiveWay).SelectMany(
            @case => new[] { (@case, Inventory, api.Web), (@case, BareEndpoint.Name, bare) }[..(@case.IsForBare ? 2 : 1)]).ToArray();
        foreach (var (@case, name, server) in turns)
        {
            await MeasureAsync(@case, name, server, s_warmUp, stream, worker);
        }

        var measured = new List<(string Contestant, ReadCase Case, ReadMeasurement Measurement)>();
        for (var run = 1; run <= runs; run++)
        {
            foreach (var (name, command) in RedisBenchmark.Commands)
            {
                Note(run, name, ReadCase.One, await RedisBenchmark.MeasureAsync(room.Redis, command));
            }

            foreach (var (@case, name, server) in turns)
            {
                Note(run, name, @case, await MeasureAsync(@case, name, server, duration, stream, worker));
            }
        }

        ReadResult[] results = [.. measured.GroupBy(each => (each.Contestant, each.Case)).Select(
            group => ReadResult.From(group.Key.Contestant, group.Key.Case, [.. group.Select(each => each.Measurement)]))];
        ReadsTable.Print(results);
        return results;

        void Note(int run, string contestant, ReadCase @case, ReadMeasurement measurement)
        {
            measured.Add((contestant, @case, measurement));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  run {run} {@case.Name,-12} {contestant,-13} {measurement.RequestsPerSecond,7:F0} requests/s"));
        }
    }

    /// <summary>The bare endpoint, with the runtime's settings of the API.</summary>
    private static Task<WebProcess> StartBareAsync(Room room, WebProcess api) => WebProcess.StartAsync(
        ReadCase.One.Paths[0],
        address => BenchProcess.Start(
            "the bare endpoint",
            ["exec", "--runtimeconfig", Path.ChangeExtension(Required.Setting("INVENTORY_API_DLL"), "runtimeconfig.json"), typeof(BareEndpoint).Assembly.Location,
                BareEndpoint.Name, address.ToString(), api.Address.ToString()],
            room));

    private static async Task<ReadMeasurement> MeasureAsync(
        ReadCase @case, string name, WebProcess server, TimeSpan duration, OrderStream stream, BenchProcess worker)
    {
        using var precedence = @case == ReadCase.First ? new Precedence(Writers(worker)) : null;
        var load = @case.IsWhileWriting ? new WriteLoad(stream, worker) : null;
        var requests = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(requests, await RequestsAsync(@case, server.Address));
            var meter = ProcessMeter.Start(server.Process.Ids, name);
            var report = await Wrk.RunAsync(server.Address, @case, requests, duration);
            var costs = meter.Stop(report.Requests);
            return new ReadMeasurement(
                report.Requests * MicrosecondsPerSecond / report.Microseconds,
                report.P50Microseconds / MicrosecondsPerMillisecond,
                report.P99Microseconds / MicrosecondsPerMillisecond,
                costs.ToDictionary(cost => cost.Key, cost => cost.Value.CpuSecondsPer1000),
                load is null ? null : await load.StopAsync());
        }
        finally
        {
            File.Delete(requests);
        }
    }

    private static IEnumerable<int> Writers(BenchProcess worker) =>
        worker.Ids.Concat(s_writingServers.Select(ServerProcesses.IdOf).OfType<int>());

    /// <summary>A line per request: the path and, where the caller is to have the answer already, its tag.</summary>
    private static async Task<IReadOnlyList<string>> RequestsAsync(ReadCase @case, Uri server)
    {
        if (@case.Status is not HttpStatusCode.NotModified)
        {
            return @case.Paths;
        }

        using var http = new HttpClient { BaseAddress = server };
        var lines = new List<string>(@case.Paths.Count);
        foreach (var path in @case.Paths)
        {
            using var response = await http.GetAsync(path);
            lines.Add($"{path} {response.Headers.ETag}");
        }

        return lines;
    }
}

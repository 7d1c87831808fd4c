using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Inventory.Bench.Measuring;
using Inventory.Contracts;
using Spectre.Console;

namespace Inventory.Bench.StartUp;

/// <summary>How long one waits: for the worker and the API to be ready, for the first order and for one after a pause, for help.</summary>
internal sealed class StartUpBench(Servers servers)
{
    public const string Name = "start-up";

    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(60);
    private readonly List<(string What, double Milliseconds)> _waits = [];

    /// <param name="args"><c>[--runs N] [--json FILE]</c>.</param>
    public static async Task<int> RunAsync(string[] args)
    {
        if (!BenchArguments.TryParse(args, ["--runs", "--json"], out var arguments, out var error))
        {
            await Console.Error.WriteLineAsync(error);
            return 2;
        }

        var servers = Servers.FromEnvironment();
        Console.WriteLine(await Machine.DescribeAsync(servers));
        var bench = new StartUpBench(servers);
        for (var run = 1; run <= arguments.Runs; run++)
        {
            await bench.MeasureAsync();
        }

        Wait[] results = [.. bench._waits.GroupBy(wait => wait.What).Select(group => new Wait(group.Key, arguments.Runs, Spread.Of(group.Select(wait => wait.Milliseconds))))];
        Print(results);
        if (arguments.JsonFile is { } json)
        {
            await File.WriteAllTextAsync(json, JsonSerializer.Serialize(results, Result.Json));
        }

        return 0;
    }

    private async Task MeasureAsync()
    {
        await using var room = await Room.OpenAsync(servers, "inventory_bench");
        await using (await TimeAsync("worker ready, in an empty database", () => StartWorkerAsync(room)))
        {
        }

        var worker = await TimeAsync("worker ready", () => StartWorkerAsync(room));
        await using var stream = await OrderStream.OpenAsync(room.RabbitMq);
        await room.StockAsync([new StockLine(Probe.Sku, Workload.OpeningStock)], stream, worker.Process);
        await worker.DisposeAsync();

        await using var again = await StartWorkerAsync(room);
        await using var probe = new Probe(stream, await TimeAsync("API ready", () => StockApi.StartAsync(room)));
        await TimeAsync("first order, until the API shows it", probe.MeasureAsync);
        await TimeAsync("second order", probe.MeasureAsync);
        await Task.Delay(s_pause);
        await TimeAsync($"an order after {s_pause.TotalSeconds} s without any", probe.MeasureAsync);
        await TimeAsync("help of the worker's verbs", () => ToolRun.RunAsync("dotnet", [.. WorkerProgram.Command, "help"]));
    }

    private static Task<WebProcess> StartWorkerAsync(Room room) => WebProcess.StartAsync(
        "health/ready",
        address => BenchProcess.Start("the worker", WorkerProgram.Command, room, WorkerProgram.SettingsAt(address)));

    private async Task<T> TimeAsync<T>(string what, Func<Task<T>> wait)
    {
        var start = Stopwatch.GetTimestamp();
        var outcome = await wait();
        _waits.Add((what, Stopwatch.GetElapsedTime(start).TotalMilliseconds));
        return outcome;
    }

    private static void Print(IEnumerable<Wait> results)
    {
        var table = new Table().AddColumns("wait", "ms", "min–max");
        foreach (var (what, _, milliseconds) in results)
        {
            table.AddRow(what, Number(milliseconds.Median), $"{Number(milliseconds.Min)}–{Number(milliseconds.Max)}");
        }

        AnsiConsole.Write(table);
    }

    private static string Number(double value) => value.ToString("F0", CultureInfo.InvariantCulture);

    /// <summary>All runs of one wait, as the results file holds them.</summary>
    private sealed record Wait(string What, int Runs, Spread Milliseconds);
}

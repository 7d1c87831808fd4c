using System.Diagnostics;
using System.Globalization;
using Inventory.Bench.Contestants;
using Inventory.Contracts;

namespace Inventory.Bench.Measuring;

/// <summary>
/// One run: a fresh room, a process that is warmed up, a backlog to drain, then paced streams for latency. Backlogs are as large
/// as the contestant is fast, so that all work for the same time.
/// </summary>
internal sealed class Trial(Contestant contestant, Workload workload, TimeSpan duration)
{
    // By then the runtime has compiled for good what is hot, in each process.
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_paced = TimeSpan.FromSeconds(20);

    // Whoever looks takes CPU from what is measured.
    private static readonly TimeSpan s_betweenProbes = TimeSpan.FromMilliseconds(200);

    private const int FirstOrders = 1_000;
    private const int IdleOrders = 50;
    private const int UnderWay = 1_000;

    public async Task<Measurement> RunAsync(Servers servers)
    {
        await using var room = await Room.OpenAsync(servers, "inventory_bench");
        await using var distance = Distance.Add(room, workload.AddedRoundTrip);
        await using var stream = await OrderStream.OpenAsync(room.RabbitMq);
        var hasPast = contestant == Contestant.Inventory && workload.EarlierMovements > 0;
        if (hasPast)
        {
            await using (var earlier = await StartAsync(room, distance, stream))
            {
                await StockAsync(room, stream, earlier);
            }

            // With nobody at work, who would compare levels with a ledger that is not finished.
            await EarlierLedger.WriteAsync(room.Postgres, workload.EarlierMovements);
        }

        await using var process = await StartAsync(room, distance, stream);
        if (contestant == Contestant.Inventory && !hasPast)
        {
            await StockAsync(room, stream, process);
        }

        await DrainAsync(stream, process, workload.Orders("first", 1));
        var atOnce = (int)Math.Max(FirstOrders, await WarmUpAsync(workload, s_warmUp * workload.Workers, stream, process) * duration.TotalSeconds);
        var backlog = workload.Orders("backlog", workload.Backlog ?? atOnce);
        await FillAsync(stream, process, backlog);
        var meter = ProcessMeter.Start(process.Ids);
        var took = await ReleaseAsync(stream, process, backlog);
        var costs = meter.Stop(backlog.Count);

        var perSecond = backlog.Count / took.TotalSeconds;
        var steady = await stream.PublishSteadilyAsync(workload.Orders("steady", atOnce / 2), UnderWay, process);
        await using var probe = contestant == Contestant.Inventory ? new Probe(stream, await StockApi.StartAsync(room)) : null;

        // The idle part first: it warms the API up for the other.
        var idle = await IdleAsync(stream, process, probe);
        return new Measurement(backlog.Count, perSecond, steady, costs, await AtRateAsync(steady / 2, stream, process, probe), idle);
    }

    private async Task<BenchProcess> StartAsync(Room room, Distance? distance, OrderStream stream)
    {
        var process = BenchProcess.Start(contestant.Name, contestant.CommandFor(workload), room, workload.Workers, SettingsFor(distance));
        try
        {
            await stream.AwaitConsumerAsync(process);
            return process;
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    private Task StockAsync(Room room, OrderStream stream, BenchProcess worker) =>
        room.StockAsync([.. workload.Skus.Append(Probe.Sku).Select(sku => new StockLine(sku, Workload.OpeningStock))], stream, worker);

    /// <returns>Orders per second in the end.</returns>
    public static async Task<double> WarmUpAsync(Workload workload, TimeSpan duration, OrderStream stream, BenchProcess process)
    {
        var worked = TimeSpan.Zero;
        var perSecond = (double)FirstOrders;
        for (var i = 0; worked < duration; i++)
        {
            var orders = workload.Orders($"warm-{i}", (int)Math.Max(FirstOrders, perSecond));
            var took = await DrainAsync(stream, process, orders);
            worked += took;
            perSecond = orders.Count / took.TotalSeconds;
        }

        return perSecond;
    }

    /// <summary>Lets a backlog build up, and times its answers.</summary>
    public static async Task<TimeSpan> DrainAsync(OrderStream stream, BenchProcess process, IReadOnlyList<(string OrderId, byte[] Body)> orders)
    {
        await FillAsync(stream, process, orders);
        return await ReleaseAsync(stream, process, orders);
    }

    /// <summary>Lets a backlog build up while the contestant is held still.</summary>
    private static Task FillAsync(OrderStream stream, BenchProcess process, IReadOnlyList<(string OrderId, byte[] Body)> orders)
    {
        process.Hold();
        return stream.PublishAsync(orders);
    }

    private static async Task<TimeSpan> ReleaseAsync(OrderStream stream, BenchProcess process, IReadOnlyList<(string OrderId, byte[] Body)> orders)
    {
        var start = Stopwatch.GetTimestamp();
        process.Release();
        return Stopwatch.GetElapsedTime(start, await stream.AwaitAnswersAsync(orders, process));
    }

    private async Task<Latencies> AtRateAsync(double perSecond, OrderStream stream, BenchProcess process, Probe? probe)
    {
        var answered = stream.PublishPacedAsync(workload.Orders("paced", (int)(perSecond * s_paced.TotalSeconds)), perSecond, process);
        var visible = new List<double>();
        while (probe is not null && !answered.IsCompleted)
        {
            visible.Add(await probe.MeasureAsync());
            await Task.Delay(s_betweenProbes);
        }

        return new Latencies(await answered, visible);
    }

    private async Task<Latencies> IdleAsync(OrderStream stream, BenchProcess process, Probe? probe)
    {
        var perSecond = 1 / s_betweenProbes.TotalSeconds;
        var answered = await stream.PublishPacedAsync(workload.Orders("idle", IdleOrders), perSecond, process);
        var visible = new List<double>();
        for (var i = 0; i < IdleOrders && probe is not null; i++)
        {
            visible.Add(await probe.MeasureAsync());
            await Task.Delay(s_betweenProbes);
        }

        return new Latencies(answered, visible);
    }

    private IEnumerable<(string Name, string Value)> SettingsFor(Distance? distance) =>
    [
        .. contestant == Contestant.Inventory ? WorkerProgram.Settings : [],
        .. workload.MostInGroup is { } most ? [("Inventory__Worker__MaxGroupCommands", most.ToString(CultureInfo.InvariantCulture))] : Array.Empty<(string, string)>(),
        .. distance?.Settings ?? [],
    ];
}

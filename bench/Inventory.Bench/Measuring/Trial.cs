using System.Diagnostics;
using System.Text.Json;
using Inventory.Bench.Contestants;
using Inventory.Contracts;

namespace Inventory.Bench.Measuring;

/// <summary>One run: a fresh room, a warm process, a backlog to drain, then a paced stream for latency.</summary>
internal static class Trial
{
    private const int WarmUpOrders = 3_000;
    private const double PacedOrdersPerSecond = 200;
    private const int PacedOrders = 600;

    public static async Task<Measurement> RunAsync(Servers servers, Contestant contestant, Workload workload, int orders)
    {
        await using var room = await Room.OpenAsync(servers, "inventory_bench");
        await using var process = ContestantProcess.Start(contestant, room);
        await using var stream = await OrderStream.OpenAsync(room.RabbitMq);
        await stream.AwaitConsumerAsync(process);
        if (contestant.Name == Contestant.Inventory)
        {
            await stream.PublishAsync([("opening", OpeningStock())], "Inventory.Contracts:StockReceived");
        }

        await DrainAsync(stream, process, workload.Orders("first", 1));
        if (contestant.Name == Contestant.Inventory && workload.EarlierMovements > 0)
        {
            await EarlierLedger.WriteAsync(room.Postgres, workload.EarlierMovements);
        }

        await DrainAsync(stream, process, workload.Orders("warm", WarmUpOrders));
        var backlog = workload.Orders("backlog", orders);
        process.Hold();
        await stream.PublishAsync(backlog);
        var cpu = CpuMeter.Start(process.Id);
        var start = Stopwatch.GetTimestamp();
        process.Release();
        var end = await stream.AwaitAnswersAsync(backlog, process);
        var cpuPer1000 = cpu.Stop().ToDictionary(used => used.Key, used => used.Value * 1_000 / orders);

        var latencies = await stream.PublishPacedAsync(workload.Orders("paced", PacedOrders), PacedOrdersPerSecond, process);
        return new Measurement(orders / Stopwatch.GetElapsedTime(start, end).TotalSeconds, cpuPer1000, latencies);
    }

    private static async Task DrainAsync(OrderStream stream, ContestantProcess process, IReadOnlyList<(string OrderId, byte[] Body)> orders)
    {
        await stream.PublishAsync(orders);
        await stream.AwaitAnswersAsync(orders, process);
    }

    private static byte[] OpeningStock() => JsonSerializer.SerializeToUtf8Bytes(
        new StockReceived("opening", DateTimeOffset.UnixEpoch, [.. Workload.Skus.Select(sku => new StockLine(sku, Workload.OpeningStock))]),
        JsonSerializerOptions.Web);
}

using System.Diagnostics;
using System.Globalization;
using Inventory.Bench.Measuring;

namespace Inventory.Bench.Reads;

/// <summary>Orders as fast as the worker settles them, until it is stopped.</summary>
internal sealed class WriteLoad
{
    private const int UnderWay = 1_000;
    private const int OrdersAtOnce = 5_000;

    private static int s_batches;

    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly Task<int> _orders;
    private volatile bool _isStopped;

    public WriteLoad(OrderStream stream, BenchProcess worker) => _orders = WriteAsync(stream, worker);

    /// <returns>Orders per second that were settled.</returns>
    public async Task<double> StopAsync()
    {
        _isStopped = true;
        return await _orders / Stopwatch.GetElapsedTime(_start).TotalSeconds;
    }

    private async Task<int> WriteAsync(OrderStream stream, BenchProcess worker)
    {
        var workload = Workload.All.First(workload => workload.Name == "spread");
        var written = 0;
        while (!_isStopped)
        {
            var orders = workload.Orders(string.Create(CultureInfo.InvariantCulture, $"meanwhile-{s_batches++}"), OrdersAtOnce);
            await stream.PublishSteadilyAsync(orders, UnderWay, worker);
            written += orders.Count;
        }

        return written;
    }
}

using System.Diagnostics;
using System.Globalization;
using Inventory.Contracts;

namespace Inventory.Bench.Measuring;

/// <summary>Orders one unit and looks at the API until it is committed.</summary>
internal sealed class Probe(OrderStream stream, StockApi api) : IAsyncDisposable
{
    /// <summary>A SKU that no other order is for, so that what one order did can be seen.</summary>
    public const string Sku = "SKU-PROBED";

    private int _orders;

    /// <returns>Milliseconds from publishing the order to seeing what it did.</returns>
    public async Task<double> MeasureAsync()
    {
        _orders++;
        var order = Workload.Order(string.Create(CultureInfo.InvariantCulture, $"{OrderStream.Unawaited}{_orders}"), [new StockLine(Sku, 1)]);
        var start = Stopwatch.GetTimestamp();
        await stream.PublishAsync([order]);
        await api.SeesCommittedAsync(Sku, _orders);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    public ValueTask DisposeAsync() => api.DisposeAsync();
}

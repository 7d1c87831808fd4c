using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Inventory.Worker.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Inventory.Testing.Workers;

/// <summary>What one worker has counted.</summary>
public sealed class WorkerMeasurements : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<int> _groups = new();
    private readonly ConcurrentQueue<string> _failures = new();
    private readonly ConcurrentDictionary<string, long> _sums = new();

    public WorkerMeasurements(IServiceProvider services)
    {
        var meters = services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == WorkerMetrics.MeterName && instrument.Meter.Scope == meters)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, _, _) =>
        {
            if (instrument.Name == "inventory.group.size")
            {
                _groups.Enqueue(value);
            }
        });
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            _sums.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value);
            if (instrument.Name == "inventory.group.failures")
            {
                _failures.Enqueue(tags[0].Value?.ToString() ?? "");
            }
        });
        _listener.Start();
    }

    /// <summary>The sizes of the groups that were attempted, in commands.</summary>
    public IReadOnlyList<int> Groups => [.. _groups];

    /// <summary>The faults of the attempts that failed.</summary>
    public IReadOnlyList<string> Failures => [.. _failures];

    /// <summary>What a counter has come to.</summary>
    public long Sum(string counter) => _sums.GetValueOrDefault(counter);

    public void Dispose() => _listener.Dispose();
}

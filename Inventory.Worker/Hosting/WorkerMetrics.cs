using System.Diagnostics;
using System.Diagnostics.Metrics;
using Inventory.Stock.Decisions;
using Inventory.Worker.Pipeline;

namespace Inventory.Worker.Hosting;

/// <summary>What the worker counts, under the meter <c>Inventory.Worker</c>.</summary>
public sealed class WorkerMetrics : IDisposable
{
    public const string MeterName = "Inventory.Worker";

    private readonly Meter _meter;
    private readonly Histogram<int> _groupSize;
    private readonly Histogram<double> _groupDuration;
    private readonly Counter<long> _commands;
    private readonly Counter<long> _failures;

    public WorkerMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _groupSize = _meter.CreateHistogram<int>("inventory.group.size", "{command}", "Commands settled in one transaction.");
        _groupDuration = _meter.CreateHistogram<double>("inventory.group.duration", "s", "From taking a group to Redis holding it.");
        _commands = _meter.CreateCounter<long>("inventory.commands", "{command}", "Commands settled, by message type and outcome.");
        _failures = _meter.CreateCounter<long>("inventory.group.failures", "{group}", "Groups that failed an attempt, by fault.");
    }

    public GroupMeasurement MeasureGroup(int commands) => new(this, commands);

    public void GroupFailed(Fault fault) => _failures.Add(1, new KeyValuePair<string, object?>("fault", fault.ToString()));

    public void Dispose() => _meter.Dispose();

    /// <summary>One attempt at a group; counts as failed unless told otherwise.</summary>
    public sealed class GroupMeasurement(WorkerMetrics metrics, int commands) : IDisposable
    {
        private readonly long _start = Stopwatch.GetTimestamp();
        private bool _succeeded;

        public void Succeeded(IEnumerable<Verdict> verdicts)
        {
            _succeeded = true;
            foreach (var kind in verdicts.CountBy(verdict => (verdict.Command.MessageType, Outcome: Name(verdict))))
            {
                metrics._commands.Add(
                    kind.Value,
                    new KeyValuePair<string, object?>("message", kind.Key.MessageType),
                    new KeyValuePair<string, object?>("outcome", kind.Key.Outcome));
            }
        }

        public void Dispose()
        {
            var result = new KeyValuePair<string, object?>("result", _succeeded ? "settled" : "failed");
            metrics._groupSize.Record(commands, result);
            metrics._groupDuration.Record(Stopwatch.GetElapsedTime(_start).TotalSeconds, result);
        }

        private static string Name(Verdict verdict) => verdict switch
        {
            Verdict.Applied applied => applied.Decision.Outcome.Name,
            _ => verdict.GetType().Name,
        };
    }
}

using System.Diagnostics;
using System.Diagnostics.Metrics;
using Inventory.Contracts;
using Inventory.Stock.Decisions;
using Inventory.Stock.Generations;
using Inventory.Worker.Consistency;
using Inventory.Worker.Pipeline;

namespace Inventory.Worker.Hosting;

/// <summary>What the worker counts, under the meter <c>Inventory.Worker</c>.</summary>
public sealed class WorkerMetrics : IDisposable
{
    public const string MeterName = "Inventory.Worker";

    private readonly TimeProvider _clock;
    private readonly Meter _meter;
    private readonly Histogram<int> _groupSize;
    private readonly Histogram<double> _groupDuration;
    private readonly Counter<long> _commands;
    private readonly Counter<long> _failures;
    private readonly Counter<long> _probes;
    private readonly Counter<long> _restarts;
    private readonly Counter<long> _excess;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _negative;
    private readonly Counter<long> _generations;
    private readonly Counter<long> _lost;
    private readonly Counter<long> _compared;
    private readonly Counter<long> _differed;
    private readonly ConsistencyWindow _window = new(ConsistencyCheck.Looks);
    private readonly Lock _windowLock = new();

    public WorkerMetrics(IMeterFactory meters, TimeProvider clock)
    {
        _clock = clock;
        _meter = meters.Create(MeterName);
        _groupSize = _meter.CreateHistogram<int>("inventory.group.size", "{command}", "Commands settled in one transaction.");
        _groupDuration = _meter.CreateHistogram<double>("inventory.group.duration", "s", "From taking a group to Redis holding it.");
        _commands = _meter.CreateCounter<long>("inventory.commands", "{command}", "Commands settled, by message type and outcome.");
        _excess = _meter.CreateCounter<long>("inventory.shipped.excess", "{unit}", "Units that were shipped beyond what was committed to their order.");
        _refused = _meter.CreateCounter<long>("inventory.cancelled.refused", "{unit}", "Units that were to be cancelled when so many were not left.");
        _negative = _meter.CreateCounter<long>("inventory.levels.negative", "{level}", "Levels whose on hand a fact took below zero.");
        _generations = _meter.CreateCounter<long>("inventory.generations", "{generation}", "Times that Redis was filled from PostgreSQL, by cause.");
        _lost = _meter.CreateCounter<long>("inventory.levels.lost", "{level}", "Levels of which Redis held a version that PostgreSQL has lost.");
        _compared = _meter.CreateCounter<long>("inventory.consistency.compared", "{level}", "Levels compared in ledger, document and Redis.");
        _differed = _meter.CreateCounter<long>("inventory.consistency.differed", "{level}", "Levels that differed, by look: 0 at once, 1 after 1 s, 2 after 10 s, 3 after 5 min.");
        _meter.CreateObservableGauge(
            "inventory.consistency.nines", Nines, "{nine}", "Consistency over the last ten minutes, by look: 3 where one level in a thousand differed.");
        _meter.CreateObservableGauge(
            "inventory.consistency.count", () => InWindow(window => window.Count(Now)), "{level}", "Levels compared over the last ten minutes.");
        _probes = _meter.CreateCounter<long>("inventory.dependency.probes", "{probe}", "Questions whether a server answers, by dependency.");
        _restarts = _meter.CreateCounter<long>("inventory.consumer.restarts", "{restart}", "Consumers that were found down or silent and started again, by queue.");
        _failures = _meter.CreateCounter<long>("inventory.group.failures", "{group}", "Groups that failed an attempt, by fault.");
    }

    public void Probed(Dependency dependency) => _probes.Add(1, new KeyValuePair<string, object?>("dependency", dependency.ToString()));

    public void ConsumerRestarted(string queue) => _restarts.Add(1, new KeyValuePair<string, object?>("queue", queue));

    public GroupMeasurement MeasureGroup(int commands) => new(this, commands);

    public void GroupFailed(Fault fault) => _failures.Add(1, new KeyValuePair<string, object?>("fault", fault.ToString()));

    public void GenerationFilled(GenerationCause cause, FillReport report)
    {
        _generations.Add(1, new KeyValuePair<string, object?>("cause", cause.ToString()));
        _lost.Add(report.Lost?.Count ?? 0);
    }

    public void Compared(int levels)
    {
        _compared.Add(levels);
        lock (_windowLock)
        {
            _window.Compared(Now, levels);
        }
    }

    public void Differed(int look)
    {
        _differed.Add(1, new KeyValuePair<string, object?>("look", look));
        lock (_windowLock)
        {
            _window.Differed(Now, look);
        }
    }

    public void Dispose() => _meter.Dispose();

    // Not the time of day, which may be set.
    private TimeSpan Now => _clock.GetElapsedTime(0);

    private Measurement<double>[] Nines() => InWindow(window => Enumerable.Range(0, ConsistencyCheck.Looks)
        .Select(look => new Measurement<double>(window.Nines(Now, look), new KeyValuePair<string, object?>("look", look))).ToArray());

    private T InWindow<T>(Func<ConsistencyWindow, T> read)
    {
        lock (_windowLock)
        {
            return read(_window);
        }
    }

    /// <summary>What should not happen and did: it is recorded as far as it is a fact, and somebody ought to look.</summary>
    private void ReportTheImpossible(Decision decision)
    {
        foreach (var one in decision.Outcome.Events)
        {
            if (one is StockShipped shipped && shipped.Lines.Sum(line => line.Excess) is > 0 and var excess)
            {
                _excess.Add(excess);
            }
            else if (one is StockReleased released && released.Lines.Sum(line => line.Refused) is > 0 and var refused)
            {
                _refused.Add(refused);
            }
        }

        if (decision.Movements.Count(movement => movement is { Before.OnHand: >= 0, After.OnHand: < 0 }) is > 0 and var negative)
        {
            _negative.Add(negative);
        }
    }

    /// <summary>One attempt at a group; counts as failed unless told otherwise.</summary>
    public sealed class GroupMeasurement(WorkerMetrics metrics, int commands) : IDisposable
    {
        private readonly long _start = Stopwatch.GetTimestamp();
        private bool _succeeded;

        public void Succeeded(IReadOnlyCollection<Verdict> verdicts)
        {
            _succeeded = true;
            foreach (var decision in verdicts.OfType<Verdict.Applied>().Select(applied => applied.Decision))
            {
                metrics.ReportTheImpossible(decision);
            }

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

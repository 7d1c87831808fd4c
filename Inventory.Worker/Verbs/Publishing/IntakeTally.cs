using Inventory.Contracts;
using Inventory.Stock.Decisions;
using Inventory.Stock.Storage;

namespace Inventory.Worker.Verbs.Publishing;

/// <summary>What has become of published messages so far.</summary>
public sealed class IntakeTally(TimeProvider clock)
{
    private readonly Dictionary<Intake, int> _recorded = [];
    private readonly Dictionary<RejectionReason, int> _rejected = [];
    private readonly List<OperationId> _contradicted = [];
    private readonly long _start = clock.GetTimestamp();

    /// <summary>Messages that were sent to RabbitMQ.</summary>
    public int Published { get; private set; }

    /// <summary>Messages whose outcome is recorded.</summary>
    public int Settled { get; private set; }

    /// <summary>Those of them whose id was recorded before they were published this time.</summary>
    public int KnownBefore { get; private set; }

    /// <summary>Orders that have their stock.</summary>
    public int Committed => _recorded.GetValueOrDefault(Intake.Orders);

    /// <summary>Receipts and returns on record.</summary>
    public int Received => _recorded.GetValueOrDefault(Intake.Receipts);

    /// <summary>Adjustments on record.</summary>
    public int Adjusted => _recorded.GetValueOrDefault(Intake.Adjustments);

    /// <summary>Shipments on record.</summary>
    public int Shipped => _recorded.GetValueOrDefault(Intake.Shipments);

    /// <summary>Refused orders, by reason.</summary>
    public IReadOnlyDictionary<RejectionReason, int> Rejected => _rejected;

    /// <summary>Ids that were recorded before with another content: the first one stands, and the message is poison.</summary>
    public IReadOnlyList<OperationId> Contradicted => _contradicted;

    /// <summary>From the first message published to the last one published or settled.</summary>
    public TimeSpan Elapsed { get; private set; }

    public double PerSecond => Settled / Math.Max(0.001, Elapsed.TotalSeconds);

    public void CountPublished()
    {
        Published++;
        Elapsed = clock.GetElapsedTime(_start);
    }

    public void CountSettled(IntakeMessage message, OperationEntry entry, bool wasKnown)
    {
        Settled++;
        KnownBefore += wasKnown ? 1 : 0;
        Elapsed = clock.GetElapsedTime(_start);
        if (entry.Fingerprint != message.Fingerprint)
        {
            _contradicted.Add(message.Operation);
        }
        else if (entry.Rejection is { } reason)
        {
            _rejected[reason] = _rejected.GetValueOrDefault(reason) + 1;
        }
        else
        {
            _recorded[message.Intake] = _recorded.GetValueOrDefault(message.Intake) + 1;
        }
    }
}

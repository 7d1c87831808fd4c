namespace Inventory.Worker.Verbs.Publishing;

/// <summary>Notices that nothing moves. It compares what it is shown; only another sight of things starts the clock anew.</summary>
public sealed class Standstill(TimeProvider clock)
{
    private object? _sight;
    private long _since;

    /// <summary>How long everything has looked as it does now.</summary>
    public TimeSpan Watch(object sight)
    {
        if (!sight.Equals(_sight))
        {
            (_sight, _since) = (sight, clock.GetTimestamp());
        }

        return clock.GetElapsedTime(_since);
    }
}

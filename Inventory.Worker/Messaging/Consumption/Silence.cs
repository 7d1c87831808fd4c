namespace Inventory.Worker.Messaging.Consumption;

/// <summary>How long a consumer has got nothing while it could have.</summary>
internal sealed class Silence(TimeProvider clock)
{
    private long? _since;
    private long _delivered = -1;

    /// <param name="delivered">How many messages the consumer has got until now.</param>
    /// <param name="isOwedOne">Messages wait, and nothing keeps RabbitMQ from delivering one.</param>
    public TimeSpan Observe(long delivered, bool isOwedOne)
    {
        _since = isOwedOne && delivered == _delivered ? _since ?? clock.GetTimestamp() : null;
        _delivered = delivered;
        return _since is { } since ? clock.GetElapsedTime(since) : TimeSpan.Zero;
    }

    /// <summary>Begins anew.</summary>
    public void End() => _since = null;
}

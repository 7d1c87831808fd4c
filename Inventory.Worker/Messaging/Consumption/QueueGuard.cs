namespace Inventory.Worker.Messaging.Consumption;

/// <summary>What to do about a consumer.</summary>
internal enum Remedy
{
    None,

    /// <summary>It does not consume though RabbitMQ answers: its next attempt need not be waited for.</summary>
    Hurry,

    /// <summary>It seems to consume, and gets nothing.</summary>
    Restart,

    /// <summary>The same again after a restart.</summary>
    GiveUp,
}

/// <summary>Judges one consumer by what is seen of it from time to time.</summary>
internal sealed class QueueGuard(TimeSpan longestSilence, TimeProvider clock)
{
    /// <summary>MassTransit's pauses grow to 30 s with each closed connection, and do not shrink while all is well.</summary>
    private const int HurriesPerSilence = 5;

    private readonly Silence _silence = new(clock);
    private long? _hurried;
    private long? _deliveredAtRestart;
    private bool _wasDown;

    /// <param name="isConsuming">RabbitMQ has accepted the consumer.</param>
    /// <param name="delivered">How many messages it has got until now.</param>
    /// <param name="hasRoom">It holds fewer than it may.</param>
    /// <param name="waiting">How many messages wait in its queue; null when that cannot be told, or says nothing.</param>
    public Remedy Judge(bool isConsuming, long delivered, bool hasRoom, uint? waiting)
    {
        var silent = _silence.Observe(delivered, isConsuming && hasRoom && waiting > 0);

        // Down twice in a row: a consumer that comes up by itself is left to it.
        var (isDown, wasDown) = (!isConsuming && waiting is not null, _wasDown);
        _wasDown = isDown;
        if (isDown)
        {
            return wasDown && MayHurry() ? Remedy.Hurry : Remedy.None;
        }

        if (silent < longestSilence)
        {
            return Remedy.None;
        }

        return _deliveredAtRestart == delivered ? Remedy.GiveUp : Remedy.Restart;
    }

    /// <summary>What seemed to be silence was not.</summary>
    public void Acquit() => _silence.End();

    public void Restarted(long delivered)
    {
        _silence.End();
        _deliveredAtRestart = delivered;
    }

    private bool MayHurry()
    {
        if (_hurried is { } last && clock.GetElapsedTime(last) < longestSilence / HurriesPerSilence)
        {
            return false;
        }

        _hurried = clock.GetTimestamp();
        return true;
    }
}

using System.Text;

namespace Inventory.Testing.Faults;

/// <summary>What becomes of a request's reply.</summary>
internal enum ReplyFate
{
    Ordinary,
    Lost,
    Held,
}

/// <summary>What a <see cref="TcpProxy"/> waits for in what the worker sends. A request must lie in one read of the socket to be seen.</summary>
internal sealed class RequestWatch
{
    private volatile bool _isHolding;
    private volatile string? _holdAt;
    private volatile string? _cutAt;
    private volatile string? _holdReplyTo;
    private volatile string? _loseReplyTo;

    /// <summary>Whether nothing that the worker sends goes through.</summary>
    public bool IsHolding
    {
        get => _isHolding;
        set => _isHolding = value;
    }

    /// <summary>The request that begins to be held, with all that follows.</summary>
    public string? HoldAt
    {
        set => _holdAt = value;
    }

    /// <summary>Where a request is cut.</summary>
    public string? CutAt
    {
        set => _cutAt = value;
    }

    /// <summary>The request whose reply is held.</summary>
    public string? HoldReplyTo
    {
        set => _holdReplyTo = value;
    }

    /// <summary>The request whose reply is lost.</summary>
    public string? LoseReplyTo
    {
        set => _loseReplyTo = value;
    }

    public void Release() => (_holdAt, _cutAt, _holdReplyTo, _isHolding) = (null, null, null, false);

    /// <summary>Each of them is waited for once.</summary>
    public ReplyFate Judge(ReadOnlySpan<byte> request)
    {
        if ((_loseReplyTo ?? _holdReplyTo ?? _holdAt) is null)
        {
            return ReplyFate.Ordinary;
        }

        var text = Encoding.Latin1.GetString(request);
        if (Matches(text, _loseReplyTo))
        {
            _loseReplyTo = null;
            return ReplyFate.Lost;
        }

        if (Matches(text, _holdReplyTo))
        {
            _holdReplyTo = null;
            return ReplyFate.Held;
        }

        if (Matches(text, _holdAt))
        {
            (_holdAt, _isHolding) = (null, true);
        }

        return ReplyFate.Ordinary;
    }

    /// <summary>How many bytes of a request go through before the rest is held; null where it is not to be cut. Cut once.</summary>
    public int? CutIn(ReadOnlySpan<byte> request)
    {
        if (_cutAt is not { } text || request.IndexOf(Encoding.Latin1.GetBytes(text)) is not (>= 0 and var before))
        {
            return null;
        }

        _cutAt = null;
        return before;
    }

    private static bool Matches(string request, string? text) => text is not null && request.Contains(text, StringComparison.Ordinal);
}

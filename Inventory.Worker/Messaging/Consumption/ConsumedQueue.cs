using MassTransit;
using MassTransit.Transports;

namespace Inventory.Worker.Messaging.Consumption;

/// <summary>
/// A queue that this worker consumes: what its consumer has got, and the switch that turns it off and on. Turned off, it gives
/// what it holds back to the queue.
/// </summary>
/// <remarks>
/// What a stopping consumer holds may finish for a while; then its waits are cancelled. MassTransit has a limit of its own for
/// that, <c>ConsumerStopTimeout</c>, which is not set: it cancels without regard for a message that completes at that moment, out
/// of a timer, where the exception ends the process (8.5.12, <c>PendingReceiveLockContext.Cancel</c>).
/// </remarks>
internal sealed class ConsumedQueue(string name, TimeSpan longestFinish, TimeSpan longestStop, LastResort lastResort) :
    IFilter<ReceiveContext>, IReceiveEndpointObserver, IDisposable
{
    private readonly Lock _ordering = new();
    private Task _lastTurn = Task.CompletedTask;
    private CancellationTokenSource _waits = new();
    private volatile IReceiveEndpoint? _endpoint;
    private volatile bool _isConsuming;
    private volatile bool _isPaused;
    private bool _isTurnedOff;
    private long _delivered;
    private int _held;

    public string Name => name;

    /// <summary>Whether RabbitMQ has accepted the consumer that there is.</summary>
    public bool IsConsuming => _isConsuming;

    /// <summary>How many messages have been delivered since the start, each time that one came.</summary>
    public long Delivered => Interlocked.Read(ref _delivered);

    /// <summary>How many of these are being worked on.</summary>
    public int Held => Volatile.Read(ref _held);

    /// <summary>Takes nothing any more. What is held may be finished; what is not goes back to the queue.</summary>
    public Task PauseAsync() => TurnAsync(async endpoint =>
    {
        _isPaused = true;

        // One that has not come up holds nothing. It is turned off when it comes.
        if (IsConsuming && !_isTurnedOff)
        {
            _isTurnedOff = true;
            await StopAsync(endpoint!);
        }
    });

    public Task ResumeAsync() => TurnAsync(endpoint =>
    {
        _isPaused = false;
        if (_isTurnedOff)
        {
            _isTurnedOff = false;
            endpoint!.Start();
        }

        return Task.CompletedTask;
    });

    /// <summary>Has the endpoint consume over a new channel, now and not when its next attempt would be due.</summary>
    public Task RestartAsync() => TurnAsync(async endpoint =>
    {
        if (endpoint is not null && !_isPaused)
        {
            await StopAsync(endpoint);
            endpoint.Start();
        }
    });

    public async Task Send(ReceiveContext context, IPipe<ReceiveContext> next)
    {
        Interlocked.Increment(ref _delivered);
        Interlocked.Increment(ref _held);
        try
        {
            // Ended before the context is disposed of: its registration does not go while it is being cancelled.
            await using var waiting = _waits.Token.UnsafeRegister(static held => ((BaseReceiveContext)held!).Cancel(), context);
            await next.Send(context);
        }
        finally
        {
            Interlocked.Decrement(ref _held);
        }
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("consumed-queue");

    public Task Ready(ReceiveEndpointReady ready)
    {
        Observe(ready.ReceiveEndpoint, isConsuming: true);
        if (_isPaused)
        {
            // Not from within its own start, which would wait for this to return.
            _ = Task.Run(PauseAsync);
        }

        return Task.CompletedTask;
    }

    public Task Stopping(ReceiveEndpointStopping stopping)
    {
        _waits.CancelAfter(longestFinish);
        return Task.CompletedTask;
    }

    public Task Completed(ReceiveEndpointCompleted completed) => Observe(completed.ReceiveEndpoint, isConsuming: false);

    public Task Faulted(ReceiveEndpointFaulted faulted) => Observe(faulted.ReceiveEndpoint, isConsuming: false);

    public void Dispose() => _waits.Dispose();

    private Task Observe(IReceiveEndpoint endpoint, bool isConsuming)
    {
        (_endpoint, _isConsuming) = (endpoint, isConsuming);
        return Task.CompletedTask;
    }

    /// <summary>One turn after the other, in the order of the calls.</summary>
    private Task TurnAsync(Func<IReceiveEndpoint?, Task> turn)
    {
        lock (_ordering)
        {
            return _lastTurn = AfterAsync(_lastTurn);
        }

        async Task AfterAsync(Task before)
        {
            await before;
            await turn(_endpoint);
        }
    }

    private async Task StopAsync(IReceiveEndpoint endpoint)
    {
        // Without a token: an endpoint whose stop was cancelled cannot be started again.
        try
        {
            await endpoint.Stop(CancellationToken.None).WaitAsync(longestStop);

            // The next consumer's messages have nothing to do with this stop.
            Interlocked.Exchange(ref _waits, new CancellationTokenSource()).Dispose();
        }
        catch (Exception failure)
        {
            lastResort.EndProcess($"The consumer of {name} does not stop: {failure.Message}");
        }
    }
}

using MassTransit;

namespace Inventory.Worker.Messaging.Consumption;

/// <summary>
/// A queue that this worker consumes: what its consumer has got, and the switch that turns it off and on. Turned off, it gives
/// what it holds back to the queue.
/// </summary>
internal sealed class ConsumedQueue(string name, TimeSpan longestStop, LastResort lastResort) : IFilter<ReceiveContext>, IReceiveEndpointObserver
{
    private readonly Lock _ordering = new();
    private Task _lastTurn = Task.CompletedTask;
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

    public Task Stopping(ReceiveEndpointStopping stopping) => Task.CompletedTask;

    public Task Completed(ReceiveEndpointCompleted completed) => Observe(completed.ReceiveEndpoint, isConsuming: false);

    public Task Faulted(ReceiveEndpointFaulted faulted) => Observe(faulted.ReceiveEndpoint, isConsuming: false);

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
        }
        catch (Exception failure)
        {
            lastResort.EndProcess($"The consumer of {name} does not stop: {failure.Message}");
        }
    }
}

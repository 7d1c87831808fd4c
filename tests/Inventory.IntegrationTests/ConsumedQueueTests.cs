using System.Collections.Concurrent;
using Inventory.Contracts;
using Inventory.Testing;
using Inventory.Worker.Hosting;
using Inventory.Worker.Messaging.Consumption;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Inventory.IntegrationTests;

public sealed class ConsumedQueueTests : IAsyncLifetime
{
    private const int Many = 500;

    // A consumer that is turned off may finish for half of it.
    private static readonly TimeSpan s_stopTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly ApplicationLifetime _lifetime = new(NullLogger<ApplicationLifetime>.Instance);
    private readonly ConcurrentBag<ConsumeContext> _held = [];
    private readonly ConsumedQueues _queues;
    private readonly IBusControl _bus;
    private TaskCompletionSource _finish = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _finished;
    private int _cancelled;

    public ConsumedQueueTests()
    {
        var lastResort = new LastResort(_lifetime, Options.Create(new HostOptions()), NullLogger<LastResort>.Instance);
        _queues = new ConsumedQueues(Options.Create(new WorkerOptions { StopTimeout = s_stopTimeout }), lastResort);
        _bus = Bus.Factory.CreateUsingInMemory(bus => bus.ReceiveEndpoint("orders", endpoint =>
        {
            endpoint.PrefetchCount = Many;
            endpoint.Handler<OrderPlaced>(HoldAsync);
            _queues.Add(endpoint);
        }));
    }

    private ConsumedQueue Queue => _queues.All[0];

    public async ValueTask InitializeAsync() => await _bus.StartAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        _finish.TrySetResult();
        await _bus.StopAsync();
    }

    [Fact]
    public async Task What_a_consumer_holds_is_cancelled_when_it_has_had_its_time_to_finish()
    {
        await PublishAsync(Many);

        await Queue.PauseAsync().WaitAsync(s_patience, TestContext.Current.CancellationToken);

        Assert.Equal(Many, _cancelled);
        Assert.False(_lifetime.ApplicationStopping.IsCancellationRequested);
    }

    [Fact]
    public async Task What_a_consumer_finishes_in_its_time_is_not_cancelled()
    {
        await PublishAsync(Many);

        var pausing = Queue.PauseAsync();
        _finish.SetResult();
        await pausing.WaitAsync(s_patience, TestContext.Current.CancellationToken);

        Assert.Equal(Many, _finished);
        Assert.Equal(0, _cancelled);
    }

    [Fact]
    public async Task What_a_consumer_gets_after_it_was_turned_on_again_is_not_cancelled_by_the_stop_before()
    {
        await Queue.RestartAsync();
        await PublishAsync(1);

        // Longer than the stop before would have let it finish; nothing happens that could be awaited.
        await Task.Delay(s_stopTimeout, TestContext.Current.CancellationToken);

        Assert.False(Assert.Single(_held).CancellationToken.IsCancellationRequested);
    }

    [Fact]
    public async Task Messages_that_finish_while_they_are_cancelled_disturb_nothing()
    {
        for (var round = 0; round < 20; round++)
        {
            _finish = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await PublishAsync(Many);
            var pausing = Queue.PauseAsync();

            // The first that is cancelled has all others finish.
            await using var first = _held.First().CancellationToken.Register(() => _finish.TrySetResult());
            await pausing.WaitAsync(s_patience, TestContext.Current.CancellationToken);
            await Queue.ResumeAsync();
            _held.Clear();
        }

        Assert.Equal(20 * Many, _finished + _cancelled);
        Assert.NotEqual(0, _finished);
        Assert.False(_lifetime.ApplicationStopping.IsCancellationRequested);
    }

    private async Task PublishAsync(int orders)
    {
        await Task.WhenAll(Given.Orders(orders, "A").Select(order => _bus.Publish(order, TestContext.Current.CancellationToken)));
        await Eventually.SeesAsync(() => _held.Count, held => held == orders);
    }

    private async Task HoldAsync(ConsumeContext<OrderPlaced> message)
    {
        _held.Add(message);
        try
        {
            await _finish.Task.WaitAsync(message.CancellationToken);
            Interlocked.Increment(ref _finished);
        }
        catch (OperationCanceledException)
        {
            Interlocked.Increment(ref _cancelled);
            throw;
        }
    }
}

using Inventory.Worker.Hosting;
using MassTransit;
using Microsoft.Extensions.Options;

namespace Inventory.Worker.Messaging.Consumption;

/// <summary>Every queue that this worker consumes.</summary>
public sealed class ConsumedQueues(IOptions<WorkerOptions> options, LastResort lastResort) : IDisposable
{
    /// <summary>
    /// How long a consumer may take beyond the bus's own limit before it counts as stuck. RabbitMQ.Client waits for an answer for
    /// 20 s, also where its connection is gone.
    /// </summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    private readonly List<ConsumedQueue> _queues = [];

    /// <summary>Messages have gone back to their queues, and none are taken.</summary>
    public bool ArePaused { get; private set; }

    internal IReadOnlyList<ConsumedQueue> All => _queues;

    /// <summary>Takes the queue of an endpoint in; only while the bus is being configured.</summary>
    public void Add(IReceiveEndpointConfigurator endpoint)
    {
        var stopTimeout = options.Value.StopTimeout;
        var queue = new ConsumedQueue(endpoint.InputAddress.Segments[^1], stopTimeout / 2, stopTimeout + Grace, lastResort);
        endpoint.ConfigureReceive(receive => receive.UseFilter(queue));
        endpoint.ConnectReceiveEndpointObserver(queue);
        _queues.Add(queue);
    }

    public Task PauseAsync()
    {
        ArePaused = true;
        return Task.WhenAll(_queues.Select(queue => queue.PauseAsync()));
    }

    public async Task ResumeAsync()
    {
        await Task.WhenAll(_queues.Select(queue => queue.ResumeAsync()));
        ArePaused = false;
    }

    public void Dispose() => _queues.ForEach(queue => queue.Dispose());
}

using System.Collections.Concurrent;
using MassTransit;

namespace Inventory.Testing.Workers;

/// <summary>What a worker in the test's process gets from RabbitMQ: which message how often, and how often RabbitMQ says it was returned.</summary>
public sealed class Deliveries : IReceiveObserver
{
    private readonly ConcurrentDictionary<string, int> _deliveries = new();
    private int _mostReturns;

    /// <summary>How often the message came that came most often.</summary>
    public int MostOften => _deliveries.Values.DefaultIfEmpty().Max();

    /// <summary>How many different messages came.</summary>
    public int Messages => _deliveries.Count;

    /// <summary>The highest delivery count of a quorum queue, which its delivery limit is about.</summary>
    public int MostReturns => _mostReturns;

    public static Deliveries Of(InProcessWorker worker)
    {
        var deliveries = new Deliveries();
        worker.Service<IBus>().ConnectReceiveObserver(deliveries);
        return deliveries;
    }

    public Task PreReceive(ReceiveContext context)
    {
        _deliveries.AddOrUpdate(context.Body.GetString(), 1, (_, times) => times + 1);
        var returns = context.TransportHeaders.TryGetHeader("x-delivery-count", out var count) ? Convert.ToInt32(count, null) : 0;
        lock (_deliveries)
        {
            _mostReturns = Math.Max(_mostReturns, returns);
        }

        return Task.CompletedTask;
    }

    public Task PostReceive(ReceiveContext context) => Task.CompletedTask;

    public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType)
        where T : class => Task.CompletedTask;

    public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception)
        where T : class => Task.CompletedTask;

    public Task ReceiveFault(ReceiveContext context, Exception exception) => Task.CompletedTask;
}

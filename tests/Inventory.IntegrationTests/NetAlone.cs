using Inventory.Testing.Spaces;
using Inventory.Worker.Hosting;
using Inventory.Worker.Messaging;
using Inventory.Worker.Messaging.Consumption;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Inventory.IntegrationTests;

/// <summary>A worker's net without the rest of it: nobody takes from the queues that it puts messages back into.</summary>
internal sealed class NetAlone : IAsyncDisposable
{
    private readonly BrokerLink _broker = new();
    private readonly DeadLetterNet _net;
    private readonly IBusControl _bus;

    private NetAlone(TestSpace space)
    {
        var options = Options.Create(new WorkerOptions { ShortestPause = TimeSpan.FromMilliseconds(10) });
        _net = new DeadLetterNet(_broker, TimeProvider.System, options, NullLogger<DeadLetterNet>.Instance);
        var lastResort = new LastResort(
            new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance), Options.Create(new HostOptions()), NullLogger<LastResort>.Instance);
        var policy = new EndpointPolicy(_broker, new ConsumedQueues(options, lastResort), TimeProvider.System, options, NullLoggerFactory.Instance);
        _bus = Bus.Factory.CreateUsingRabbitMq(rabbit =>
        {
            rabbit.Host(new Uri(space.Connections.RabbitMq));
            rabbit.ReceiveEndpoint(ServiceQueues.Returned, endpoint => policy.Apply(endpoint, _net));
        });
    }

    public static async Task<NetAlone> StartAsync(TestSpace space)
    {
        var net = new NetAlone(space);
        await net._bus.StartAsync();
        return net;
    }

    public async ValueTask DisposeAsync()
    {
        await _bus.StopAsync();
        _net.Dispose();
        _broker.Dispose();
    }
}

using System.Text.Json;
using Inventory.Testing.Servers;
using Inventory.Testing.Spaces;
using MassTransit;

namespace Inventory.IntegrationTests;

public sealed class DeliveryLoopTests(TestServers servers)
{
    private const int UnderWay = 300;

    [Fact]
    public async Task The_client_has_one_loop_for_the_deliveries_of_a_queue_however_many_may_be_under_way()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await space.StartWorkerAsync(("Prefetch", $"{UnderWay}"));

        var endpoints = JsonSerializer.SerializeToElement(worker.Service<IBus>().GetProbeResult(TestContext.Current.CancellationToken).Results)
            .GetProperty("bus").GetProperty("host").GetProperty("receiveEndpoint").EnumerateArray()
            .Select(endpoint => endpoint.GetProperty("receiveTransport"))
            .Where(transport => transport.GetProperty("queueName").GetString()!.StartsWith("inventory-", StringComparison.Ordinal))
            .ToArray();

        Assert.NotEmpty(endpoints);
        Assert.All(endpoints, endpoint => Assert.Equal(1, endpoint.GetProperty("concurrentMessageLimit").GetInt32()));
        Assert.Contains(endpoints, endpoint => endpoint.GetProperty("prefetchCount").GetInt32() == UnderWay);
    }
}

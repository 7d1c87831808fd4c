namespace Inventory.FaultTests.Rig;

/// <summary>The run's PostgreSQL and RabbitMQ, with a Redis of the test's own that has a replica.</summary>
internal sealed class ReplicatedServers(ServerSource shared, RedisPair redis) : ServerSource
{
    public override ServerAddresses Addresses => shared.Addresses with { Redis = redis.Address };

    public override Task StopAsync(Server server) => shared.StopAsync(Shared(server));

    public override Task KillAsync(Server server) => shared.KillAsync(Shared(server));

    public override Task StartAsync(Server server) => shared.StartAsync(Shared(server));

    public override Task ControlRabbitMqAsync(params string[] arguments) => shared.ControlRabbitMqAsync(arguments);

    public override ValueTask DisposeAsync() => redis.DisposeAsync();

    private static Server Shared(Server server) =>
        server is not Server.Redis ? server : throw new NotSupportedException("This Redis goes and comes back by its pair.");
}

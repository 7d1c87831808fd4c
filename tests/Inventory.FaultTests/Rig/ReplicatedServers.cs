namespace Inventory.FaultTests.Rig;

/// <summary>The servers of the run but for one, which is the test's own and has a replica.</summary>
/// <param name="shared">Those of the run.</param>
/// <param name="own">Which is the test's own.</param>
/// <param name="addresses">Where all of them are.</param>
/// <param name="pair">The two, which end with this.</param>
internal sealed class ReplicatedServers(ServerSource shared, Server own, ServerAddresses addresses, IAsyncDisposable pair) : ServerSource
{
    public override ServerAddresses Addresses => addresses;

    public static ReplicatedServers With(ServerSource shared, RedisPair redis) =>
        new(shared, Server.Redis, shared.Addresses with { Redis = redis.Address }, redis);

    public static ReplicatedServers With(ServerSource shared, PostgresPair postgres) =>
        new(shared, Server.Postgres, shared.Addresses with { Postgres = postgres.Address }, postgres);

    public override Task StopAsync(Server server) => shared.StopAsync(Shared(server));

    public override Task KillAsync(Server server) => shared.KillAsync(Shared(server));

    public override Task StartAsync(Server server) => shared.StartAsync(Shared(server));

    public override Task ControlRabbitMqAsync(params string[] arguments) => shared.ControlRabbitMqAsync(arguments);

    public override ValueTask DisposeAsync() => pair.DisposeAsync();

    private Server Shared(Server server) =>
        server != own ? server : throw new NotSupportedException($"This {server} goes and comes back by its pair.");
}

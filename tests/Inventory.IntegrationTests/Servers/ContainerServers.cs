using Docker.DotNet.Models;
using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Configurations;
using DotNet.Testcontainers.Containers;
using Testcontainers.PostgreSql;
using Testcontainers.RabbitMq;
using Testcontainers.Redis;

namespace Inventory.IntegrationTests.Servers;

/// <summary>Servers in containers of our own, on host ports that stay the same when a container is stopped and started.</summary>
public sealed class ContainerServers : ServerSource
{
    private const string Name = "inventory";
    private const string Password = "integration-tests";
    private const int ManagementPort = 15672;

    private readonly Dictionary<Server, IContainer> _containers;

    private ContainerServers(PostgreSqlContainer postgres, RedisContainer redis, RabbitMqContainer rabbitMq)
    {
        _containers = new() { [Server.Postgres] = postgres, [Server.Redis] = redis, [Server.RabbitMq] = rabbitMq };
        Addresses = new ServerAddresses(
            postgres.GetConnectionString(),
            redis.GetConnectionString(),
            new Uri(rabbitMq.GetConnectionString()),
            new Uri($"http://{Name}:{Password}@{rabbitMq.Hostname}:{rabbitMq.GetMappedPublicPort(ManagementPort)}"));
    }

    public override ServerAddresses Addresses { get; }

    /// <exception cref="NoServersException">There is no engine, or it cannot start a container.</exception>
    public static async Task<ContainerServers> StartAsync()
    {
        try
        {
            var postgres = new PostgreSqlBuilder("postgres:17.6-alpine")
                .WithDatabase(Name).WithUsername(Name).WithPassword(Password)
                .WithPortBinding(FreePort.Take(), PostgreSqlBuilder.PostgreSqlPort)
                .Build();
            var redis = new RedisBuilder("redis:7.4.5-alpine")
                .WithCommand("redis-server", "--appendonly", "yes", "--save", "", "--databases", "64")
                .WithPortBinding(FreePort.Take(), RedisBuilder.RedisPort)
                .Build();
            var rabbitMq = new RabbitMqBuilder("rabbitmq:4.1.4-management-alpine")
                .WithUsername(Name).WithPassword(Password)
                .WithHostname(Name) // the node's data lies under its host's name
                .WithPortBinding(FreePort.Take(), RabbitMqBuilder.RabbitMqPort)
                .WithPortBinding(FreePort.Take(), ManagementPort)
                .Build();
            await Task.WhenAll(postgres.StartAsync(), redis.StartAsync(), rabbitMq.StartAsync());
            return new ContainerServers(postgres, redis, rabbitMq);
        }
        catch (DockerUnavailableException none)
        {
            throw new NoServersException(
                "No servers to test on: no connection strings are set and no Docker engine answers. Run ./inventory test, which starts servers.", none);
        }
        catch (Docker.DotNet.DockerApiException refused)
        {
            throw new NoServersException($"No servers to test on: the Docker engine refuses: {refused.Message}", refused);
        }
    }

    public override Task StopAsync(Server server) => _containers[server].StopAsync();

    public override async Task KillAsync(Server server)
    {
        using var engine = TestcontainersSettings.OS.DockerEndpointAuthConfig.GetDockerClientBuilder(Guid.Empty).Build();
        await engine.Containers.KillContainerAsync(_containers[server].Id, new ContainerKillParameters { Signal = "SIGKILL" });
        await _containers[server].StopAsync();
    }

    public override Task StartAsync(Server server) => _containers[server].StartAsync();

    public override async ValueTask DisposeAsync()
    {
        foreach (var container in _containers.Values)
        {
            await container.DisposeAsync();
        }
    }
}

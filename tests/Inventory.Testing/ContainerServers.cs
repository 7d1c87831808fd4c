using Docker.DotNet.Models;
using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Configurations;
using DotNet.Testcontainers.Containers;
using Microsoft.Extensions.Logging.Abstractions;
using Testcontainers.PostgreSql;
using Testcontainers.RabbitMq;
using Testcontainers.Redis;

namespace Inventory.Testing;

/// <summary>Servers in containers of our own, on host ports that stay the same when a container is stopped and started.</summary>
public sealed class ContainerServers : ServerSource
{
    private const string Name = "inventory";
    private const string Password = "integration-tests";
    private const int ManagementPort = 15672;

    // ./inventory test removes by this label what a killed run has left.
    private const string RunLabel = "inventory.tests";

    private static readonly TimeSpan s_longestStart = TimeSpan.FromMinutes(3);

    private readonly Dictionary<Server, IContainer> _containers;

    private ContainerServers(PostgreSqlContainer postgres, RedisContainer redis, RabbitMqContainer rabbitMq)
    {
        _containers = new() { [Server.Postgres] = postgres, [Server.Redis] = redis, [Server.RabbitMq] = rabbitMq };
        Addresses = new ServerAddresses(
            postgres.GetConnectionString(),
            $"{redis.GetConnectionString()},password={Password}",
            new Uri(rabbitMq.GetConnectionString()),
            new Uri($"http://{Name}:{Password}@{rabbitMq.Hostname}:{rabbitMq.GetMappedPublicPort(ManagementPort)}"));
    }

    public override ServerAddresses Addresses { get; }

    /// <exception cref="NoServersException">There is no engine, or it cannot start a container.</exception>
    public static async Task<ContainerServers> StartAsync()
    {
        var run = Environment.GetEnvironmentVariable("INVENTORY_HOME") ?? "";
        try
        {
            var postgres = new PostgreSqlBuilder(ComposeFile.Image("postgres"))
                .WithDatabase(Name).WithUsername(Name).WithPassword(Password)
                .WithCommand("-c", "max_connections=200", "-c", "fsync=on", "-c", "synchronous_commit=on", "-c", "full_page_writes=on") // a server that dies must lose nothing
                .WithPortBinding(FreePort.Take(), PostgreSqlBuilder.PostgreSqlPort)
                .WithLabel(RunLabel, run)
                .WithLogger(NullLogger.Instance)
                .Build();
            var redis = new RedisBuilder(ComposeFile.Image("redis"))
                .WithCommand("redis-server", "--appendonly", "yes", "--save", "", "--databases", "64", "--requirepass", Password)
                .WithEnvironment("REDISCLI_AUTH", Password) // for the check whether it is ready
                .WithPortBinding(FreePort.Take(), RedisBuilder.RedisPort)
                .WithLabel(RunLabel, run)
                .WithLogger(NullLogger.Instance)
                .Build();
            var rabbitMq = new RabbitMqBuilder(ComposeFile.Image("rabbitmq"))
                .WithUsername(Name).WithPassword(Password)
                .WithHostname(Name) // the node's data lies under its host's name
                .WithPortBinding(FreePort.Take(), RabbitMqBuilder.RabbitMqPort)
                .WithPortBinding(FreePort.Take(), ManagementPort)
                .WithLabel(RunLabel, run)
                .WithLogger(NullLogger.Instance)
                .Build();
            using var patience = new CancellationTokenSource(s_longestStart);
            await Task.WhenAll(postgres.StartAsync(patience.Token), redis.StartAsync(patience.Token), rabbitMq.StartAsync(patience.Token));
            return new ContainerServers(postgres, redis, rabbitMq);
        }
        catch (DockerUnavailableException none)
        {
            throw new NoServersException(
                "No servers to test on: no connection strings are set, and Docker cannot be used: "
                + $"{none.GetBaseException().Message.Trim()} Run ./inventory test, which starts servers.",
                none);
        }
        catch (Exception late) when (late is OperationCanceledException or TimeoutException)
        {
            throw new NoServersException(
                $"No servers to test on: the containers were not ready within {s_longestStart.TotalMinutes} minutes; docker logs tells more.", late);
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

    public override async Task ControlRabbitMqAsync(params string[] arguments)
    {
        var result = await _containers[Server.RabbitMq].ExecAsync(["rabbitmqctl", "--silent", .. arguments]);
        Assert.True(result.ExitCode == 0, $"rabbitmqctl {string.Join(' ', arguments)} ended with code {result.ExitCode}: {result.Stderr}");
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var container in _containers.Values)
        {
            await container.DisposeAsync();
        }
    }
}

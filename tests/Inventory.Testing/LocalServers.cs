using System.Diagnostics;

namespace Inventory.Testing;

/// <summary>Servers that run already, found by the settings that <c>./inventory test</c> exports, and stopped and started by it.</summary>
public sealed class LocalServers(ServerAddresses addresses, string? launcher) : ServerSource
{
    private const string ManagementVariable = "INVENTORY_RABBITMQ_MANAGEMENT";
    private const string LauncherVariable = "INVENTORY_LAUNCHER";

    public override ServerAddresses Addresses => addresses;

    /// <summary>Null when no connection string is set.</summary>
    /// <exception cref="NoServersException">Some are set and some are not.</exception>
    public static LocalServers? FromEnvironment()
    {
        string[] names = ["ConnectionStrings__Postgres", "ConnectionStrings__Redis", "ConnectionStrings__RabbitMq", ManagementVariable];
        var values = names.Select(Environment.GetEnvironmentVariable).ToArray();
        if (values.All(string.IsNullOrEmpty))
        {
            return null;
        }

        var missing = names.Where((_, i) => string.IsNullOrEmpty(values[i])).ToArray();
        return missing.Length == 0
            ? new LocalServers(
                new ServerAddresses(values[0]!, values[1]!, new Uri(values[2]!), new Uri(values[3]!)),
                Environment.GetEnvironmentVariable(LauncherVariable))
            : throw new NoServersException($"No servers to test on: {string.Join(", ", missing)} is not set. Run ./inventory test.");
    }

    public override Task StopAsync(Server server) => LaunchAsync("stop", Name(server));

    public override Task KillAsync(Server server) => LaunchAsync("kill", Name(server));

    public override Task StartAsync(Server server) => LaunchAsync("start", Name(server));

    public override Task ControlRabbitMqAsync(params string[] arguments) => LaunchAsync(["rabbitmqctl", "--silent", .. arguments]);

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task LaunchAsync(params string[] arguments)
    {
        var what = $"servers {string.Join(' ', arguments)}";
        if (string.IsNullOrEmpty(launcher))
        {
            Assert.Fail($"The tests cannot run './inventory {what}': {LauncherVariable} is not set. Run ./inventory test.");
        }

        // Not redirected: the server inherits what its starter holds, and a pipe would stay open as long as it runs.
        using var process = Process.Start(launcher, ["servers", .. arguments]);
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"'{launcher} {what}' ended with code {process.ExitCode}.");
    }

    private static string Name(Server server) => server switch
    {
        Server.Postgres => "postgres",
        Server.Redis => "redis",
        Server.RabbitMq => "rabbitmq",
        _ => throw new ArgumentOutOfRangeException(nameof(server)),
    };
}

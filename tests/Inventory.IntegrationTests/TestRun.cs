using Inventory.IntegrationTests;
using Inventory.IntegrationTests.Servers;
using Xunit.Sdk;
using Xunit.v3;

[assembly: AssemblyFixture(typeof(TestServers))]
[assembly: TestPipelineStartup(typeof(TestRun))]

// The tests wait for servers most of their time, so more of them run at once than a small machine has cores.
[assembly: Parallelization(Mode = ParallelMode.Collections, MaxThreads = 4)]

namespace Inventory.IntegrationTests;

/// <summary>Before the first test: servers, or the end of the run. Tests that cannot be run have not passed.</summary>
public sealed class TestRun : ITestPipelineStartup
{
    private static ServerSource? s_servers;

    public static ServerSource Servers => s_servers ?? throw new InvalidOperationException("The run has not been started.");

    public async ValueTask StartAsync(IMessageSink diagnosticMessageSink)
    {
        try
        {
            s_servers = await ServerSource.OpenAsync();
        }
        catch (NoServersException missing)
        {
            await Console.Error.WriteLineAsync(missing.Message);
            Environment.Exit(1);
        }
    }

    public ValueTask StopAsync() => s_servers?.DisposeAsync() ?? ValueTask.CompletedTask;
}

/// <summary>Tests that stop servers which all tests share: nothing else runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Outages
{
    public const string Name = "Outages";
}

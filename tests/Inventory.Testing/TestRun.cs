using Xunit.Sdk;
using Xunit.v3;

namespace Inventory.Testing;

/// <summary>
/// Before the first test of an assembly: servers, or the end of the run. Tests that cannot be run have not passed.
/// An assembly asks for it with <c>[assembly: TestPipelineStartup(typeof(TestRun))]</c>.
/// </summary>
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

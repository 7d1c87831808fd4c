using Inventory.Testing.Servers;

namespace Inventory.IntegrationTests.Examples;

public sealed class PythonExample(TestServers servers) : Example(servers, "python")
{
    /// <summary>The system's own, which the system's packages are for.</summary>
    private const string Python = "/usr/bin/python3";

    protected override string[] Command => [Python, "publish_order.py"];

    protected override async Task<string?> PrepareAsync() => await StepAsync(Python, "-c", "import amqp") switch
    {
        null => $"There is no {Python}.",
        { ExitCode: not 0 } => "The Python package amqp (Debian: python3-amqp) is not installed.",
        _ => null,
    };
}

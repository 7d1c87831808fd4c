using Inventory.Testing.Servers;

namespace Inventory.IntegrationTests.Examples;

public sealed class NodeExample(TestServers servers) : Example(servers, "node")
{
    protected override string[] Command => ["node", "publish-order.js"];

    protected override async Task<string?> PrepareAsync()
    {
        if (await StepAsync("node", "--version") is null || await StepAsync("npm", "ci", "--no-audit", "--no-fund") is not { } install)
        {
            return "Node.js and npm are not installed.";
        }

        // E404, EINTEGRITY and the like are faults of the example, and are not excused.
        string[] unreachable = ["ENOTFOUND", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "EAI_AGAIN", "ENETUNREACH"];
        if (unreachable.Any(code => install.Errors.Contains($"code {code}", StringComparison.Ordinal)))
        {
            return "npm's registry cannot be reached, so amqplib is missing.";
        }

        Assert.True(install.ExitCode == 0, install.ToString());
        return null;
    }
}

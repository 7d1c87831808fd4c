using Inventory.Testing.Servers;

namespace Inventory.IntegrationTests.Examples;

/// <summary>Built against the package that is packed here and now, with a package cache of its own: no older one can stand in for it.</summary>
public sealed class DotnetExample(TestServers servers) : Example(servers, "dotnet")
{
    protected override string[] Command => ["dotnet", Path.Combine("bin", "Release", "net10.0", "PublishOrder.dll")];

    private protected override IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["NUGET_PACKAGES"] = Path.Combine(Folder, "cache"),
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["DOTNET_NOLOGO"] = "1",
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
    };

    protected override async Task<string?> PrepareAsync()
    {
        // Packed as it was built for this run; packing a project needs what restoring it has written, and no package.
        var pack = await StepAsync("dotnet", "pack", Path.Combine(Root, "Inventory.Contracts"), "-c", "Release", "--no-build", "-o", Path.Combine(Folder, "packages"));
        Assert.True(pack!.ExitCode == 0, pack.ToString());

        var restore = await StepAsync("dotnet", "restore");
        if (restore!.Output.Contains("NU1301", StringComparison.Ordinal))
        {
            return "NuGet's sources cannot be reached, so MassTransit is missing.";
        }

        Assert.True(restore.ExitCode == 0, restore.ToString());

        // A compiler server would stay, and hold on to what this process reads.
        var build = await StepAsync("dotnet", "build", "-c", "Release", "--no-restore", "-p:UseSharedCompilation=false");
        Assert.True(build!.ExitCode == 0, build.ToString());
        return null;
    }
}

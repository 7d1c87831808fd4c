using System.Text.RegularExpressions;

namespace Inventory.Stock.Tests;

/// <summary>A worker's first generation can be set in its environment only, so whoever starts one has to.</summary>
public sealed partial class WorkerStartTests
{
    [Fact]
    public void The_launcher_and_the_image_start_a_worker_with_the_same_first_generation()
    {
        var launcher = File.ReadAllText(Path.Combine(Repository.Root, "launcher", "processes.sh"));
        var image = WorkerStage().Match(File.ReadAllText(Path.Combine(Repository.Root, "compose", "Dockerfile"))).Value;

        Assert.Matches(@"export DOTNET_GCgen0size=\$WORKER_GEN0_SIZE\n", launcher);
        Assert.Equal(LaunchersSize().Match(launcher).Groups["size"].Value, ImagesSize().Match(image).Groups["size"].Value);
        Assert.NotEmpty(ImagesSize().Match(image).Groups["size"].Value);
    }

    [GeneratedRegex(@"^FROM \S+ AS worker$.*?^ENTRYPOINT ", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex WorkerStage();

    [GeneratedRegex(@"^readonly WORKER_GEN0_SIZE=\$\{DOTNET_GCgen0size:-(?<size>[0-9A-F]+)\}$", RegexOptions.Multiline)]
    private static partial Regex LaunchersSize();

    [GeneratedRegex("^ENV DOTNET_GCgen0size=(?<size>[0-9A-F]+)$", RegexOptions.Multiline)]
    private static partial Regex ImagesSize();
}

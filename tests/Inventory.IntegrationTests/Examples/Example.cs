using System.ComponentModel;
using Inventory.Testing.Servers;
using Inventory.Testing.Spaces;
using Inventory.Testing.Workers;

namespace Inventory.IntegrationTests.Examples;

/// <summary>
/// A program of <c>examples/</c>, copied out of the repository and made ready as its README says, and a space with a worker
/// and stock for it. What it needs may be missing: then its tests are skipped.
/// </summary>
public abstract class Example(TestServers servers, string name) : IAsyncLifetime
{
    private TestSpace? _space;
    private InProcessWorker? _worker;

    /// <summary>What the machine lacks, in a sentence; null if nothing.</summary>
    public string? Missing { get; private set; }

    public TestSpace Space => _space!;

    /// <summary>The repository.</summary>
    protected static string Root { get; } = FindRoot(new DirectoryInfo(AppContext.BaseDirectory));

    /// <summary>The copy.</summary>
    protected string Folder { get; } = Directory.CreateTempSubdirectory("inventory-example-").FullName;

    /// <summary>What runs it.</summary>
    protected abstract string[] Command { get; }

    /// <summary>What its preparation finds in its environment besides.</summary>
    private protected virtual IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string>();

    public async ValueTask InitializeAsync()
    {
        CopySources();
        Missing = await PrepareAsync();
        if (Missing is not null)
        {
            return;
        }

        _space = await servers.OpenSpaceAsync();
        _worker = await _space.StartWorkerAsync();
        await _space.StockAsync(("A", 10), ("B", 10));
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_worker is not null)
        {
            await _worker.DisposeAsync();
        }

        if (_space is not null)
        {
            await _space.DisposeAsync();
        }

        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Runs it on the broker of a space.</summary>
    internal Task<ExampleRun> RunAsync(TestSpace on, params string[] arguments) => ExampleRun.OfAsync(
        Folder,
        new Dictionary<string, string> { ["ConnectionStrings__RabbitMq"] = on.Connections.RabbitMq },
        [.. Command, .. arguments]);

    /// <summary>Makes it ready, and returns what is missing for that.</summary>
    protected abstract Task<string?> PrepareAsync();

    /// <summary>Runs a step of the preparation. Null if the machine has no such program.</summary>
    private protected async Task<ExampleRun?> StepAsync(params string[] command)
    {
        try
        {
            return await ExampleRun.OfAsync(Folder, Environment, command);
        }
        catch (Win32Exception absent) when (absent.NativeErrorCode == 2)
        {
            return null;
        }
    }

    private static string FindRoot(DirectoryInfo folder) =>
        File.Exists(Path.Combine(folder.FullName, "Inventory.sln")) ? folder.FullName : FindRoot(folder.Parent!);

    private void CopySources()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Root, "examples", name)))
        {
            File.Copy(file, Path.Combine(Folder, Path.GetFileName(file)));
        }
    }
}

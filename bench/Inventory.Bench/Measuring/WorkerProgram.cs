namespace Inventory.Bench.Measuring;

/// <summary>Inventory's worker, as the launcher starts it.</summary>
internal static class WorkerProgram
{
    /// <summary>The variable that sets the size of the collector's first generation.</summary>
    public const string FirstGeneration = "DOTNET_GCgen0size";

    public static IReadOnlyList<string> Command => [Required.Setting("INVENTORY_WORKER_DLL")];

    /// <summary>What is set in its environment. It listens where nobody else does.</summary>
    public static IReadOnlyList<(string Name, string Value)> Settings => SettingsAt(new Uri("http://127.0.0.1:0"));

    public static IReadOnlyList<(string Name, string Value)> SettingsAt(Uri address) =>
        [("Inventory__Worker__Address", address.ToString()), (FirstGeneration, Required.Setting("INVENTORY_WORKER_GEN0_SIZE"))];
}

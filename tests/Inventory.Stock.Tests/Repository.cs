namespace Inventory.Stock.Tests;

/// <summary>The checkout that the tests were built in, for tests of what is in no assembly.</summary>
internal static class Repository
{
    public static readonly string Root = Find();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Inventory.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException($"There is no Inventory.sln above {AppContext.BaseDirectory}.");
        }

        return folder.FullName;
    }
}

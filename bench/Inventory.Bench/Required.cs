namespace Inventory.Bench;

/// <summary>What `./inventory bench` sets in the environment.</summary>
internal static class Required
{
    public static string Setting(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value
            ? value
            : throw new InvalidOperationException($"{name} is not set; run the benchmark through `./inventory bench`.");
}

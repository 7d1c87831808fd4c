namespace Inventory.FaultTests.Checking;

/// <summary>A promise that was not kept.</summary>
/// <param name="Promise">Its letter in the design.</param>
/// <param name="What">What was seen.</param>
/// <param name="History">What had happened to the level just before, oldest first.</param>
internal sealed record Violation(char Promise, string What, IReadOnlyList<string> History)
{
    public override string ToString() => History.Count == 0 ? $"{Promise}: {What}" : $"{Promise}: {What}\n    {string.Join("\n    ", History)}";
}

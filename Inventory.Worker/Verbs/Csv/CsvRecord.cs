namespace Inventory.Worker.Verbs.Csv;

/// <summary>A record of a CSV file.</summary>
/// <param name="Line">The number of the line on which it begins.</param>
/// <param name="Fields">Its fields, without the spaces around them; if it is damaged, as far as they can be told apart.</param>
/// <param name="Damage">Why it cannot be read; null if it can.</param>
public sealed record CsvRecord(int Line, IReadOnlyList<string> Fields, string? Damage = null);

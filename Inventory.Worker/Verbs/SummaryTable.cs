using Spectre.Console;

namespace Inventory.Worker.Verbs;

/// <summary>A verb's closing words: what, and how much of it.</summary>
public static class SummaryTable
{
    /// <param name="console">Where to.</param>
    /// <param name="rows">The rows; those without a text are left out.</param>
    public static void Write(IAnsiConsole console, params IEnumerable<(string Label, string? Text)> rows)
    {
        foreach (var (label, text) in rows.Where(row => row.Text is not null))
        {
            console.WriteLine($"{label,-12} {text}");
        }
    }
}

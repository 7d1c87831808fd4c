using System.Globalization;
using Inventory.Stock.Auditing;
using Spectre.Console;

namespace Inventory.Worker.Verbs.Auditing;

/// <summary>An audit's differences, as people read them.</summary>
public static class AuditTable
{
    private const int Shown = 50;

    public static void Write(IAnsiConsole console, AuditReport report)
    {
        if (report.Differences.Count == 0)
        {
            return;
        }

        var table = new Table().Border(TableBorder.Simple).AddColumns("level", "what", "ledger", "document", "Redis");
        foreach (var difference in report.Differences.Take(Shown))
        {
            table.AddRow(Cell(difference.Level), Cell(difference.What), Cell(difference.Ledger), Cell(difference.Document), Cell(difference.Redis));
        }

        console.Write(table);
        if (report.Differences.Count > Shown)
        {
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"and {report.Differences.Count - Shown:N0} more."));
        }
    }

    public static string Summarize(AuditReport report)
    {
        var repaired = report.Repaired == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{report.Repaired:N0} repaired in Redis, ");
        return string.Create(CultureInfo.InvariantCulture, $"{report.Levels:N0} levels checked, {repaired}{report.Differences.Count:N0} differences");
    }

    private static Text Cell(string? text) => new(text ?? "-");
}

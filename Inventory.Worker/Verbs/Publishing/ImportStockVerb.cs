using System.Globalization;
using Inventory.Worker.Verbs.Csv;
using Spectre.Console;

namespace Inventory.Worker.Verbs.Publishing;

/// <summary>Publishes a file's stock as receipts, and says what became of them.</summary>
public sealed class ImportStockVerb(IntakeRun intake, IAnsiConsole console)
{
    /// <returns>Whether every line was understood.</returns>
    public async Task<bool> RunAsync(ImportStockInput input, CancellationToken cancellationToken)
    {
        var csv = CsvFile.Read(input.File);
        var columns = new ColumnMap(csv, input.MapFlag, StockFile.RequiredColumns, StockFile.OptionalColumns);
        var file = StockFile.Read(csv, columns);
        ProblemList.Write(Console.Error, csv.Name, file.Problems);

        var tally = await intake.RunAsync(file.Receipts.Select(IntakeMessage.From), file.Receipts.Count, wait: !input.NoWaitFlag, cancellationToken);
        var lines = file.Receipts.Sum(receipt => receipt.Lines.Count);
        var units = file.Receipts.SelectMany(receipt => receipt.Lines).Sum(line => (decimal)line.Quantity);
        SummaryTable.Write(
            console,
            ("Lines", ProblemList.Summarize(file.Lines, file.Problems)),
            ("Published", string.Create(CultureInfo.InvariantCulture, $"{lines:N0} lines, {units:N0} units, in {file.Receipts.Count:N0} receipts")),
            ("Receipts", input.NoWaitFlag ? null : string.Create(CultureInfo.InvariantCulture, $"{tally.Received:N0} recorded")),
            ("Repeated", IntakeSummary.KnownBefore(tally)),
            ("Rate", input.NoWaitFlag ? null : string.Create(CultureInfo.InvariantCulture, $"{lines / Math.Max(0.001, tally.Elapsed.TotalSeconds):N0} lines/s, {tally.Elapsed.TotalSeconds:N1} s")));
        if (file.Problems.Count > 0 && lines > 0)
        {
            console.WriteLine("The lines with errors go, once mended, in a file of their own: this one mended would be another file, and its other lines would count twice.");
        }

        return file.Problems.Count == 0 && tally.Contradicted.Count == 0;
    }
}

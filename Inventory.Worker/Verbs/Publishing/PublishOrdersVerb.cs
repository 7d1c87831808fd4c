using System.Globalization;
using Inventory.Worker.Verbs.Csv;
using Spectre.Console;

namespace Inventory.Worker.Verbs.Publishing;

/// <summary>Publishes a file's orders and returns, and says what became of them.</summary>
public sealed class PublishOrdersVerb(IntakeRun intake, IAnsiConsole console)
{
    /// <returns>Whether every line was understood and no order contradicts an earlier one.</returns>
    public async Task<bool> RunAsync(PublishOrdersInput input, CancellationToken cancellationToken)
    {
        var csv = CsvFile.Read(input.File);
        var columns = new ColumnMap(csv, input.MapFlag, OrderFile.RequiredColumns, OrderFile.OptionalColumns);
        var file = OrderFile.Read(csv, columns, input.ReturnPrefixFlag);
        ProblemList.Write(Console.Error, csv.Name, file.Problems);

        var messages = file.Orders.Select(IntakeMessage.From).Concat(file.Returns.Select(IntakeMessage.From));
        var tally = await intake.RunAsync(messages, file.Orders.Count + file.Returns.Count, wait: !input.NoWaitFlag, cancellationToken);
        if (IntakeSummary.Contradicted(tally) is { } contradicted)
        {
            await Console.Error.WriteLineAsync(contradicted);
        }

        SummaryTable.Write(
            console,
            ("Lines", ProblemList.Summarize(file.Lines, file.Problems)),
            ("Published", string.Create(CultureInfo.InvariantCulture, $"{file.Orders.Count:N0} orders, {file.Returns.Count:N0} returns; {file.LeftOut:N0} left out")),
            ("Orders", input.NoWaitFlag ? null : IntakeSummary.Orders(tally)),
            ("Returns", input.NoWaitFlag ? null : string.Create(CultureInfo.InvariantCulture, $"{tally.Received:N0} recorded")),
            ("Repeated", IntakeSummary.KnownBefore(tally)),
            ("Rate", input.NoWaitFlag ? null : IntakeSummary.Rate(tally)));
        return tally.Contradicted.Count == 0 && !file.Problems.Any(problem => problem.Kind is ProblemKind.Error);
    }
}

using System.Globalization;
using Inventory.Contracts;
using Inventory.Stock.Decisions;
using Inventory.Stock.Hosting;
using Inventory.Stock.Storage;
using Inventory.Worker.Verbs.Csv;
using Spectre.Console;

namespace Inventory.Worker.Verbs.Publishing;

/// <summary>Publishes a file's orders, returns and write-offs, ships the orders if asked to, and says what became of them.</summary>
public sealed class PublishOrdersVerb(IntakeRun intake, OperationLog log, IAnsiConsole console)
{
    private const int PageSize = 1_000;

    /// <returns>Whether every line was understood and nothing contradicts what was published earlier.</returns>
    public async Task<bool> RunAsync(PublishOrdersInput input, CancellationToken cancellationToken)
    {
        if (input is { ShipFlag: true, NoWaitFlag: true })
        {
            throw new StartFailureException("--ship and --no-wait exclude each other: what can ship is known when the orders are settled.");
        }

        var csv = CsvFile.Read(input.File);
        var columns = new ColumnMap(csv, input.MapFlag, OrderFile.RequiredColumns, OrderFile.OptionalColumns);
        var file = OrderFile.Read(csv, columns, input.ReturnPrefixFlag, input.WriteOffsFlag);
        ProblemList.Write(Console.Error, csv.Name, file.Problems);

        var messages = file.Orders.Select(IntakeMessage.From).Concat(file.Returns.Select(IntakeMessage.From)).Concat(file.WriteOffs.Select(IntakeMessage.From));
        var total = file.Orders.Count + file.Returns.Count + file.WriteOffs.Count;
        var tally = await intake.RunAsync(messages, total, wait: !input.NoWaitFlag, cancellationToken);
        var shipping = input.ShipFlag ? await ShipAsync(file.Orders, cancellationToken) : null;
        IntakeTally[] tallies = shipping is null ? [tally] : [tally, shipping];
        if (IntakeSummary.Contradicted(tallies) is { } contradicted)
        {
            await Console.Error.WriteLineAsync(contradicted);
        }

        SummaryTable.Write(
            console,
            ("Lines", ProblemList.Summarize(file.Lines, file.Problems)),
            ("Published", Invariant($"{file.Orders.Count:N0} orders, {file.Returns.Count:N0} returns, {file.WriteOffs.Count:N0} write-offs; {file.LeftOut:N0} left out")),
            ("Orders", input.NoWaitFlag ? null : IntakeSummary.Orders(tally)),
            ("Returns", input.NoWaitFlag ? null : Invariant($"{tally.Received:N0} recorded")),
            ("Write-offs", input.NoWaitFlag || !input.WriteOffsFlag ? null : Invariant($"{tally.Adjusted:N0} recorded")),
            ("Shipments", shipping is null ? null : Invariant($"{shipping.Shipped:N0} recorded")),
            ("Repeated", IntakeSummary.KnownBefore(tallies)),
            ("Rate", input.NoWaitFlag ? null : IntakeSummary.Rate(tally)));
        return tallies.All(one => one.Contradicted.Count == 0) && !file.Problems.Any(problem => problem.Kind is ProblemKind.Error);
    }

    /// <summary>
    /// Ships, whole, what has got its stock. A shipment is a fact: on hand would fall for a rejected order as well, and for one
    /// that has not been decided nobody would look whether there is enough.
    /// </summary>
    private async Task<IntakeTally> ShipAsync(IReadOnlyList<OrderPlaced> orders, CancellationToken cancellationToken)
    {
        var shipments = new List<IntakeMessage>();
        foreach (var page in orders.Chunk(PageSize))
        {
            var placed = page.Select(order => (Order: order, Message: IntakeMessage.From(order))).ToArray();
            var found = await log.FindAsync(placed.Select(one => one.Message.Operation), cancellationToken);
            shipments.AddRange(placed
                .Where(one => found[one.Message.Operation] is { Rejection: null } entry && entry.Fingerprint == one.Message.Fingerprint)
                .Select(one => IntakeMessage.From(ShipmentOf(one.Order))));
        }

        console.WriteLine(Invariant($"Shipping {shipments.Count:N0} of {orders.Count:N0} orders."));
        return await intake.RunAsync(shipments, shipments.Count, wait: true, cancellationToken);
    }

    /// <summary>The file names no other time than that of the order, and the shipment must be the same each time.</summary>
    private static OrderShipped ShipmentOf(OrderPlaced order) => new(order.OrderId, ShipmentId: order.OrderId, ShippedAt: order.PlacedAt);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

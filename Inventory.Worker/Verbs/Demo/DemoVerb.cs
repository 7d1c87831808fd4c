using System.Globalization;
using Inventory.Stock.Auditing;
using Inventory.Stock.Cache;
using Inventory.Stock.Hosting;
using Inventory.Worker.Hosting;
using Inventory.Worker.Verbs.Auditing;
using Inventory.Worker.Verbs.Publishing;
using Spectre.Console;

namespace Inventory.Worker.Verbs.Demo;

/// <summary>Shows the whole thing at work: stock, a stream of orders, and an audit of what came of it.</summary>
public sealed class DemoVerb(
    IntakeRun intake, StockAudit audit, StockCache cache, IAnsiConsole console, TimeProvider clock, IConfiguration configuration)
{
    private const int MostOrders = 10_000_000;
    private const int MostSkus = 99_999;

    /// <returns>Whether the audit holds.</returns>
    public async Task<bool> RunAsync(DemoInput input, CancellationToken cancellationToken)
    {
        CheckRange("--orders", input.OrdersFlag, MostOrders);
        CheckRange("--skus", input.SkusFlag, MostSkus);
        await cache.ProbeAsync();

        // A time to the millisecond names the run; nothing else needs to be remembered between runs.
        var now = clock.GetUtcNow();
        var plan = new DemoPlan(
            input.OrdersFlag, input.SkusFlag, input.SeedFlag, now.ToString("yyyyMMdd'T'HHmmssfff", CultureInfo.InvariantCulture), now);

        console.WriteLine(Invariant($"Stocking {plan.Skus:N0} SKUs, then sending {plan.Orders:N0} orders and {plan.Returns:N0} returns."));
        var receipts = plan.OpeningStock().Select(IntakeMessage.From).ToArray();
        await intake.RunAsync(receipts, receipts.Length, wait: true, cancellationToken);
        var tally = await intake.RunAsync(Messages(plan), plan.Orders + plan.Returns, wait: true, cancellationToken);
        var report = await audit.RunAsync(repair: false, cancellationToken);

        AuditTable.Write(console, report);
        SummaryTable.Write(console, [
            ("Orders", IntakeSummary.Orders(tally)),
            ("Returns", Invariant($"{tally.Received:N0} recorded")),
            ("Rate", Invariant($"{plan.Orders / tally.Elapsed.TotalSeconds:N0} orders/s, from the first published to the last settled, {tally.Elapsed.TotalSeconds:N1} s")),
            ("Audit", AuditTable.Summarize(report)),
            ("Try", $"curl {ApiAddress()}/stock/{DemoPlan.Sku(1)}")]);
        return report.Differences.Count == 0;
    }

    private static IEnumerable<IntakeMessage> Messages(DemoPlan plan)
    {
        foreach (var (i, order) in plan.OrderStream().Index())
        {
            yield return IntakeMessage.From(order);
            if (plan.ReturnAfter(i + 1) is { } comingBack)
            {
                yield return IntakeMessage.From(comingBack);
            }
        }
    }

    private string ApiAddress() => (configuration["INVENTORY_API_URL"] ?? "http://127.0.0.1:5080").TrimEnd('/');

    private static void CheckRange(string option, int value, int most)
    {
        if (value < 1 || value > most)
        {
            throw new StartFailureException(Invariant($"{option} takes a number from 1 to {most:N0}."));
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

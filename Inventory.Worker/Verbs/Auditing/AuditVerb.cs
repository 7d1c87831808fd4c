using System.Text.Json;
using Inventory.Stock.Auditing;
using Inventory.Stock.Cache;
using Spectre.Console;

namespace Inventory.Worker.Verbs.Auditing;

/// <summary>Runs the audit and shows what it found.</summary>
public sealed class AuditVerb(StockAudit audit, StockCache cache, IAnsiConsole console)
{
    /// <returns>Whether no difference is left.</returns>
    public async Task<bool> RunAsync(AuditInput input, CancellationToken cancellationToken)
    {
        // Redis away is to be said at once, not after the ledger has been added up.
        await cache.ProbeAsync();
        var report = await audit.RunAsync(input.RepairFlag, cancellationToken);
        if (input.JsonFlag)
        {
            console.Profile.Out.Writer.WriteLine(JsonSerializer.Serialize(report, JsonSerializerOptions.Web));
        }
        else
        {
            AuditTable.Write(console, report);
            console.WriteLine($"{AuditTable.Summarize(report)}.");
        }

        return report.Differences.Count == 0;
    }
}

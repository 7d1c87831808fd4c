using Inventory.Stock.Auditing;
using Inventory.Stock.Storage;
using Inventory.Worker.Verbs.Publishing;

namespace Inventory.Worker.Verbs;

/// <summary>What the verbs use beyond the worker's own services.</summary>
public static class VerbRegistration
{
    public static void Add(IServiceCollection services) => services
        .AddSingleton(_ => VerbConsole.Create())
        .AddSingleton<LiveDisplay>()
        .AddSingleton<LedgerAudit>()
        .AddSingleton<StockAudit>()
        .AddSingleton<OperationLog>()
        .AddSingleton<IntakeRun>();
}

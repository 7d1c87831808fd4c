using Inventory.Stock.Hosting;
using Inventory.Worker.Hosting;
using Inventory.Worker.Verbs;

return await StartFailure.ReportAsync(WorkerOptions.Section, async () =>
{
    if (args.Length > 0)
    {
        return await VerbLine.RunAsync(args);
    }

    var builder = WorkerRegistration.CreateBuilder();
    await using var app = builder.Build();
    app.MapWorkerHealth();
    await app.Services.GetRequiredService<Preflight>().CheckAsync();
    return await WorkerRun.UntilStoppedAsync(app);
});
